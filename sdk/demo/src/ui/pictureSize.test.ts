import { describe, expect, it } from 'vitest';
import { askedSize } from './pictureSize.js';

const large = { width: 1920, height: 1080 };
const small = { width: 200, height: 112 };

describe('askedSize', () => {
  it('goes by what is shown', () => {
    expect(askedSize(large, 'auto')).toEqual(large);
    expect(askedSize(small, 'auto')).toEqual(small);
  });

  it('asks for all there is', () => {
    expect(askedSize(small, 'high')).toEqual({ width: 0, height: 0 });
  });

  it('asks for no more than the switch says, nor than is shown', () => {
    expect(askedSize(large, 'medium')).toEqual({ width: 640, height: 360 });
    expect(askedSize(large, 'low')).toEqual({ width: 320, height: 180 });
    expect(askedSize(small, 'low')).toEqual(small);
  });
});
