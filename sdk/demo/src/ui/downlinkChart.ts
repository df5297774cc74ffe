import type { Downlink } from '@banyan/sdk';

/** Lines of the chart. */
export type Curve = 'estimate' | 'target' | 'sent';

export interface Chart {
  /** What the chart's height stands for, bits per second. */
  readonly mostBps: number;
  /** Of each, the points of an SVG polyline; the newest is at the right edge. */
  readonly points: Readonly<Record<Curve, string>>;
}

// Below it differences are of no interest.
const LEAST_BPS = 500_000;

/** The last seconds, one after the other, on a picture of that size with room for `seconds` of them. */
export function chartOf(history: readonly Downlink[], seconds: number, width: number, height: number): Chart {
  const values = (curve: Curve): (number | undefined)[] =>
    history.map(
      ({ estimateBps, targetBps, sentBps }) => ({ estimate: estimateBps, target: targetBps, sent: sentBps })[curve],
    );
  const all = (['estimate', 'target', 'sent'] as const).map(values);
  const mostBps = Math.max(LEAST_BPS, ...all.flat().map((value) => value ?? 0));
  const points = (of: (number | undefined)[]): string =>
    of
      .map((value, index) => {
        if (value === undefined) return '';
        const x = width - ((history.length - 1 - index) * width) / (seconds - 1);
        return `${x.toFixed(1)},${(height * (1 - value / mostBps)).toFixed(1)}`;
      })
      .filter((point) => point !== '')
      .join(' ');
  const [estimate, target, sent] = all.map(points);
  return { mostBps, points: { estimate: estimate!, target: target!, sent: sent! } };
}

/** "1.2 Mbit/s", "340 kbit/s". */
export function rateText(bps: number): string {
  return bps >= 1e6 ? `${(bps / 1e6).toFixed(1)} Mbit/s` : `${Math.round(bps / 1e3)} kbit/s`;
}

/** What a tile says of its picture: its size, its encoding, what that takes. */
export function layerText(height: number, rid: string, bitrateBps: number): string {
  const size = height > 0 ? `${height}p` : '';
  return [size, rid, bitrateBps > 0 ? rateText(bitrateBps) : ''].filter((part) => part !== '').join(' · ');
}
