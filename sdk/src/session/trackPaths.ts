import { TrackPath_Why as Why, type Paths } from '../signal/gen/banyan/signal/v1/signal_pb.js';

/**
 * Why a node takes a track from another: by the plan of the track's origin `soonest`, `soonest-with-room`, `sibling` (of
 * its own region) or `kept` (a change would gain too little); `backup`: its parent is silent or gone; `unplanned`: the
 * origin has not said anything yet.
 */
export type HopReason = 'soonest' | 'soonest-with-room' | 'sibling' | 'kept' | 'backup' | 'unplanned';

const reasons: Partial<Record<Why, HopReason>> = {
  [Why.SOONEST]: 'soonest',
  [Why.SOONEST_WITH_ROOM]: 'soonest-with-room',
  [Why.SIBLING]: 'sibling',
  [Why.KEPT]: 'kept',
  [Why.BACKUP]: 'backup',
  [Why.INGRESS]: 'unplanned',
  [Why.ORIGIN]: 'unplanned',
};

/** One link between two nodes, as it measured itself in the last second. */
export interface PathHop {
  /** `region/node` that sends. */
  readonly from: string;
  readonly to: string;
  /** Undefined: not known yet. */
  readonly rttMillis: number | undefined;
  /** Share of datagrams lost before repair, 0 to 1. */
  readonly loss: number;
  /** Datagrams that were lost and came in a repair, since the link began. */
  readonly repaired: number;
  /** Since the track takes this link. */
  readonly ageSeconds: number;
  /** Undefined: not known. */
  readonly why: HopReason | undefined;
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
    hops: hops.map(({ from, to, rttMicros, lossPermille, repaired, ageSeconds, why }) => ({
      from,
      to,
      rttMillis: rttMicros === 0 ? undefined : rttMicros / 1000,
      loss: lossPermille / 1000,
      repaired,
      ageSeconds,
      why: reasons[why],
    })),
  }));
}
