import type { PathHop } from '@banyan/sdk';
import { expect, it } from 'vitest';
import { pathText } from './PathPanel.js';

const there = { region: 'eu', node: 'eu-1' };

it('writes the nodes with the links between them', () => {
  const hops: PathHop[] = [
    { from: 'eu/eu-1', to: 'us/us-1', rttMillis: 84.4, loss: 0.012, repaired: 3, ageSeconds: 9, why: 'soonest' },
    { from: 'us/us-1', to: 'us/us-2', rttMillis: 0.42, loss: 0, repaired: 0, ageSeconds: 9, why: 'sibling' },
  ];

  expect(pathText(there, hops, 'us/us-2')).toBe('eu/eu-1 → 84 ms, 1.2 % → us/us-1 → 0.4 ms → us/us-2');
});

it('says of a picture from the own node just that, and of one that has not come yet where it is from', () => {
  expect(pathText(there, [], 'eu/eu-1')).toBe('eu/eu-1');
  expect(pathText(there, [], 'us/us-1')).toBe('eu/eu-1 …');
});
