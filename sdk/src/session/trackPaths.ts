import type { Paths } from '../signal/gen/banyan/signal/v1/signal_pb.js';

/** One link between two nodes, as it measured itself in the last second. */
export interface PathHop {
  /** `region/node` that sends. */
  readonly from: string;
  readonly to: string;
  /** Undefined: not known yet. */
  readonly rttMillis: number | undefined;
  /** Share of datagrams lost before repair, 0 to 1. */
  readonly loss: number;
}

/** The way of a track from its publisher's node to this client's. */
export interface TrackPath {
  readonly trackId: string;
  /** From the publisher's node on; none: it is published at this client's own node, or nothing of it came yet. */
  readonly hops: readonly PathHop[];
}

export function trackPathsOf(paths: Paths): TrackPath[] {
  return paths.paths.map(({ trackId, hops }) => ({
    trackId,
    hops: hops.map(({ from, to, rttMicros, lossPermille }) => ({
      from,
      to,
      rttMillis: rttMicros === 0 ? undefined : rttMicros / 1000,
      loss: lossPermille / 1000,
    })),
  }));
}
