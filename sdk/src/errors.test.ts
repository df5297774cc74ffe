import { expect, test } from 'vitest';
import * as errors from './errors.js';

test('names every class, so that a minifier does not', () => {
  const { errorClasses, ...classes } = errors;
  expect(Object.keys(errorClasses).sort()).toEqual(Object.keys(classes).sort());
});

test('gives an error the name of its class', () => {
  const error = new errors.TokenExpiredError('TOKEN_EXPIRED', 'too late');
  expect(String(error)).toBe('TokenExpiredError: too late');
  expect(error).toBeInstanceOf(errors.TokenError);
});
