/** Of numbers in any order; 0 without any. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

export interface ShownFrame {
  /** Full times, in milliseconds since 1970: drawn at the sender, shown here. */
  sentMillis: number;
  shownMillis: number;
}

/**
 * How much later the sound is than the picture, for each burst heard; negative: earlier. A burst begins at a full second
 * of the sender's clock and each picture tells that clock, so that both latencies are known without a flash in between
 * two frames: the difference is exact to a millisecond or so.
 */
export function syncOffsets(burstsMillis: readonly number[], frames: readonly ShownFrame[]): number[] {
  return burstsMillis.flatMap((heardMillis) => {
    const near = frames.filter((frame) => Math.abs(frame.shownMillis - heardMillis) < 300);
    if (near.length === 0) return [];
    const pictureLatency = quantile(
      near.map((frame) => frame.shownMillis - frame.sentMillis),
      0.5,
    );
    const begun = Math.round((heardMillis - pictureLatency) / 1000) * 1000;
    return [heardMillis - begun - pictureLatency];
  });
}

/** Frames that a counter of 24 bits says were made from one to the other, both included. */
export function framesBetween(first: number, last: number): number {
  return ((last - first + 2 ** 24) % 2 ** 24) + 1;
}
