import type { TrackKind } from '../../session/model.js';
import type { SlotAssigned } from '../../signal/gen/banyan/signal/v1/signal_pb.js';
import { inBandSource, lastOutput } from './inBandSource.js';

/** What this client asks for on a slot. */
export interface SlotWish {
  trackId: string;
  width: number;
  height: number;
  frameRate: number;
  priority: number;
  hidden: boolean;
  pinned: boolean;
  /** The node chooses, by who speaks. */
  followsSpeech: boolean;
}

export const NOTHING: SlotWish = {
  trackId: '',
  width: 0,
  height: 0,
  frameRate: 0,
  priority: 0,
  hidden: false,
  pinned: false,
  followsSpeech: false,
};

/**
 * One m-line of the pool and the three things that can be said of it: what is wanted on it, what the node said is on it,
 * and what is seen on it. A track counts as shown only while all three agree, so that a picture never stands under
 * another one's name, whichever of message and media was faster.
 */
export class ReceiveSlot {
  // How long the media is watched after a switch: longer than any jitter buffer holds frames of before.
  static readonly WATCH_MILLIS = 2000;
  // Frames without any CSRC for this long: this browser or node does not tell, the message has to do.
  static readonly UNTOLD_MILLIS = 1500;

  // A track that sends nothing is not waited for; after this long nobody calls it a start.
  static readonly FIRST_FRAME_MILLIS = 30_000;

  readonly mid: string;
  readonly kind: TrackKind;
  pair: number;
  receiver: RTCRtpReceiver | undefined;
  wish: SlotWish = NOTHING;
  /** What the node was last asked for; undefined: not known to it. */
  asked: SlotWish | undefined = NOTHING;
  /** A request for this slot is on its way: until it is answered there is no other. */
  isAsking = false;
  assignedTrackId = '';
  csrc = 0;
  /** From the node's word that the track is here to its first picture; 0: none yet, or it was held back meanwhile. */
  firstFrameMillis = 0;
  #awaitsFirstFrame = false;
  #confirmed = false;
  #watchUntilMillis = 0;
  #assignedAtMillis = 0;
  #outputBefore = 0;
  #wasUsed = false;

  constructor(mid: string, kind: TrackKind, pair: number) {
    this.mid = mid;
    this.kind = kind;
    this.pair = pair;
  }

  /** The track whose sound or picture comes out of it now; empty: none that is known and wanted. */
  get shownTrackId(): string {
    return this.#confirmed && this.carries(this.assignedTrackId) ? this.assignedTrackId : '';
  }

  /** Whether it is for a track: that is what is wanted on it, or what the node chose for it. */
  carries(trackId: string): boolean {
    return trackId === (this.wish.followsSpeech ? this.assignedTrackId : this.wish.trackId);
  }

  get isWatched(): boolean {
    if (this.assignedTrackId === '') return false;
    return !this.#confirmed || Date.now() < this.#watchUntilMillis || this.#mayStart();
  }

  onAssigned({ trackId, csrc }: Pick<SlotAssigned, 'trackId' | 'csrc'>): void {
    if (trackId === this.assignedTrackId && csrc === this.csrc) return;
    this.assignedTrackId = trackId;
    this.csrc = csrc;
    this.#assignedAtMillis = Date.now();
    this.#watchUntilMillis = this.#assignedAtMillis + ReceiveSlot.WATCH_MILLIS;
    this.#outputBefore = this.receiver ? lastOutput(this.receiver) : 0;
    // Sound is played only by what is attached to it, so it cannot be waited for. And on a slot that never carried
    // another track there is nothing to mistake: its very first picture is shown.
    this.#confirmed = trackId !== '' && (this.kind === 'audio' || !this.#wasUsed);
    this.#wasUsed ||= trackId !== '';
    this.firstFrameMillis = 0;
    this.#awaitsFirstFrame = this.kind === 'video' && trackId !== '';
    this.check();
  }

  /** The node, or the publisher, holds the track back: when its first picture comes says nothing of how fast that was. */
  onPaused(): void {
    this.#awaitsFirstFrame = false;
  }

  /** Compares with what is seen in band. True: what is shown changed. */
  check(): boolean {
    if (this.kind === 'audio' || this.assignedTrackId === '' || !this.receiver) return false;
    const source = inBandSource(this.receiver);
    if (this.#mayStart() && (source ? source.source === this.csrc : this.#hasNewOutput())) {
      this.firstFrameMillis = Math.max(1, Date.now() - this.#assignedAtMillis);
      this.#awaitsFirstFrame = false;
    }
    const seen = source ? source.source === this.csrc : this.#isUntold();
    if (seen === this.#confirmed) return false;
    this.#confirmed = seen;
    this.#watchUntilMillis = Date.now() + ReceiveSlot.WATCH_MILLIS;
    return true;
  }

  #isUntold(): boolean {
    if (!this.receiver || this.#confirmed) return this.#confirmed;
    const isLongAgo = Date.now() - this.#assignedAtMillis >= ReceiveSlot.UNTOLD_MILLIS;
    return isLongAgo && this.#hasNewOutput();
  }

  #hasNewOutput(): boolean {
    return this.receiver !== undefined && lastOutput(this.receiver) > this.#outputBefore;
  }

  #mayStart(): boolean {
    return this.#awaitsFirstFrame && Date.now() - this.#assignedAtMillis < ReceiveSlot.FIRST_FRAME_MILLIS;
  }
}

export function isSameWish(one: SlotWish | undefined, other: SlotWish): boolean {
  return one !== undefined && (Object.keys(NOTHING) as (keyof SlotWish)[]).every((key) => one[key] === other[key]);
}
