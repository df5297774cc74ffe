import type { Downlink as DownlinkMessage } from '../signal/gen/banyan/signal/v1/signal_pb.js';

/** What one subscribed picture gets of the way here. */
export interface PictureLayer {
  readonly trackId: string;
  /** The encoding that is sent now, `q`, `h` or `f`; empty: none is, or there is only one. */
  readonly rid: string;
  /** The best encoding that may be sent, 0 for the smallest; undefined: none. */
  readonly granted: number | undefined;
  /** The best that its size on the screen makes use of. */
  readonly wanted: number;
  readonly bitrateBps: number;
}

/** The way from the node to this client, as the node measured it in the last second. */
export interface Downlink {
  /** What it is taken to carry; undefined: nothing is known, and nothing limited. */
  readonly estimateBps: number | undefined;
  /** What would be sent if it carried all. */
  readonly wantedBps: number;
  /** What of that is to be sent, sound included. */
  readonly targetBps: number;
  /** Retransmissions and padding included. */
  readonly sentBps: number;
  /** Share of packets that did not come, 0 to 1. */
  readonly loss: number;
  /** Undefined: not known yet. */
  readonly rttMillis: number | undefined;
  readonly layers: readonly PictureLayer[];
}

/** Of a node's message, in which slots have the names of m-lines. */
export function downlinkOf(message: DownlinkMessage, trackOn: (mid: string) => string): Downlink {
  return {
    estimateBps: message.estimateBps === 0n ? undefined : Number(message.estimateBps),
    wantedBps: Number(message.wantedBps),
    targetBps: Number(message.grantedBps),
    sentBps: Number(message.sentBps),
    loss: message.lossPermille / 1000,
    rttMillis: message.rttMicros === 0 ? undefined : message.rttMicros / 1000,
    layers: message.slots
      .map(({ mid, rid, granted, wanted, bitrateBps }) => ({
        trackId: trackOn(mid),
        rid,
        granted: granted < 0 ? undefined : granted,
        wanted,
        bitrateBps: Number(bitrateBps),
      }))
      .filter(({ trackId }) => trackId !== ''),
  };
}
