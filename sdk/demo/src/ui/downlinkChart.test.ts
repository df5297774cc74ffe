import type { Downlink } from '@banyan/sdk';
import { expect, it } from 'vitest';
import { chartOf, layerText, rateText } from './downlinkChart.js';

function second(estimateBps: number | undefined, targetBps: number, sentBps: number): Downlink {
  return { estimateBps, targetBps, sentBps, wantedBps: 0, loss: 0, rttMillis: undefined, layers: [] };
}

it('draws the newest at the right, and what is not known not at all', () => {
  const chart = chartOf([second(undefined, 0, 500_000), second(1_000_000, 500_000, 250_000)], 3, 100, 50);
  expect(chart.mostBps).toBe(1_000_000);
  expect(chart.points).toEqual({ estimate: '100.0,0.0', target: '50.0,50.0 100.0,25.0', sent: '50.0,25.0 100.0,37.5' });
});

it('does not make much of little', () => {
  expect(chartOf([second(1, 2, 3)], 60, 100, 50).mostBps).toBe(500_000);
  expect(chartOf([], 60, 100, 50).points.sent).toBe('');
});

it('writes rates and layers', () => {
  expect(rateText(1_240_000)).toBe('1.2 Mbit/s');
  expect(rateText(339_600)).toBe('340 kbit/s');
  expect(layerText(360, 'h', 480_000)).toBe('360p · h · 480 kbit/s');
  expect(layerText(0, '', 0)).toBe('');
});
