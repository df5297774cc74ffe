import { describe, expect, it } from 'vitest';
import { framesBetween, quantile, syncOffsets, type ShownFrame } from './figures.js';

describe('figures', () => {
  it('takes quantiles', () => {
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
    expect(quantile([...Array(100).keys()], 0.95)).toBe(95);
    expect(quantile([], 0.5)).toBe(0);
  });

  it('counts frames over the wrap', () => {
    expect(framesBetween(5, 5)).toBe(1);
    expect(framesBetween(2 ** 24 - 2, 1)).toBe(4);
  });

  it.each([-80, -20, 0, 35, 200])('measures sound that is %i ms later than the picture', (offset) => {
    const start = 1_790_000_000_000;
    const latency = 140;
    const frames: ShownFrame[] = [...Array(150).keys()].map((index) => {
      const sentMillis = start + index * 33.3;
      return { sentMillis, shownMillis: sentMillis + latency };
    });
    const bursts = [1, 2, 3].map((second) => start + second * 1000 + latency + offset);
    for (const measured of syncOffsets(bursts, frames)) expect(measured).toBeCloseTo(offset, 3);
    expect(syncOffsets(bursts, frames)).toHaveLength(3);
  });

  it('says nothing of sound without a picture', () => {
    expect(syncOffsets([1000], [])).toEqual([]);
  });
});
