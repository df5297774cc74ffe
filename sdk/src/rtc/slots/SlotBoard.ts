import type { BanyanError } from '../../errors.js';
import { kindOf, pauseReasonOf, type PauseReason, type TrackKind } from '../../session/model.js';
import { errorOfCode } from '../../signal/errorMapping.js';
import {
  ErrorCode,
  type Slot,
  type SlotAssigned,
  type SlotPaused,
  type SlotsUpdated,
} from '../../signal/gen/banyan/signal/v1/signal_pb.js';
import type { SlotReceiver } from '../PeerSession.js';
import { allocateSlots, growth, type WantedTrack } from './allocateSlots.js';
import { followSpeech, type SpeechSlots } from './followSpeech.js';
import { NOTHING, ReceiveSlot, type SlotWish } from './ReceiveSlot.js';
import { SlotRequests, type SlotRequest } from './SlotRequests.js';

/** A track that somebody wants, with how. */
export type TrackWish = WantedTrack & SlotWish;

/** `waiting`: for a slot; `pending`: for its first sound or picture; `live`; `paused`: nothing comes now. */
export type SlotState = 'waiting' | 'pending' | 'live' | 'paused' | 'refused';

export interface SlotView {
  state: SlotState;
  pauseReason?: PauseReason;
  /** Set only while what comes out of it is this track. */
  mediaTrack?: MediaStreamTrack;
  mid?: string;
  error?: BanyanError;
}

export interface SlotBoardOptions {
  send(requests: SlotRequest[]): Promise<SlotsUpdated>;
  /** Adds slots to the pool; they arrive through {@link SlotBoard.onSlots}. */
  grow(audio: number, video: number): Promise<void>;
  /** What a wished track's subscriber sees of it changed. */
  onView(trackId: string, view: SlotView): void;
  speech: SpeechSlots;
}

/** Brings the tracks that are wanted together with the slots there are. */
export class SlotBoard {
  // An offer with this many has about 75 kB; nobody looks at more pictures at once.
  static readonly LIMIT_PER_KIND = 64;
  // A frame at 40 per second: nobody sees that the label waited for it.
  static readonly CHECK_MILLIS = 25;
  // Between the roster's word that a track is there and the node's readiness to forward it.
  static readonly REFUSED_RETRY_MILLIS = 1000;
  static readonly REFUSED_RETRIES = 5;

  readonly #options: SlotBoardOptions;
  readonly #wishes = new Map<string, TrackWish>();
  readonly #slots = new Map<string, ReceiveSlot>();
  readonly #pauses = new Map<string, PauseReason>();
  readonly #refusals = new Map<string, { count: number; error: BanyanError; blocked: boolean }>();
  readonly #requests: SlotRequests;
  /** A kind's becomes 0 when the node refuses. */
  #speech: SpeechSlots;
  #isGrowing = false;
  #isGrown = false;
  #checkTimer: ReturnType<typeof setInterval> | undefined;

  constructor(options: SlotBoardOptions) {
    this.#options = options;
    this.#speech = { ...options.speech };
    this.#requests = new SlotRequests({
      slots: () => this.#slots.values(),
      send: (requests) => options.send(requests),
      onAssigned: (assigned) => this.onAssigned(assigned),
    });
  }

  get slots(): Iterable<ReceiveSlot> {
    return this.#slots.values();
  }

  setWish(wish: TrackWish): void {
    this.#wishes.set(wish.trackId, wish);
    this.#allocate();
  }

  removeWish(trackId: string): void {
    this.#refusals.delete(trackId);
    if (this.#wishes.delete(trackId)) this.#allocate();
  }

  /** The pool, after a join or a negotiation. */
  onSlots(slots: readonly Slot[], receivers: readonly SlotReceiver[]): void {
    for (const { mid, kind, pair } of slots) {
      const slot = this.#slots.get(mid) ?? new ReceiveSlot(mid, kindOf(kind), pair);
      slot.pair = pair;
      this.#slots.set(mid, slot);
    }
    for (const { mid, receiver } of receivers) {
      const slot = this.#slots.get(mid);
      if (slot) slot.receiver = receiver;
    }
    this.#allocate();
  }

  onAssigned(assigned: SlotAssigned): void {
    const slot = this.#slots.get(assigned.mid);
    if (!slot) return;
    const before = slot.assignedTrackId;
    // Each new showing of a track begins as flowing; what holds it back is told again.
    if (assigned.trackId !== before) this.#pauses.delete(assigned.trackId);
    slot.onAssigned(assigned);
    if (assigned.refused !== ErrorCode.UNSPECIFIED)
      this.#onRefused(slot, errorOfCode(assigned.refused, 'The node refused the track.'));
    for (const trackId of new Set([before, slot.assignedTrackId, slot.wish.trackId])) this.#tell(trackId);
    this.#watch();
  }

  onPaused({ mid, trackId, reason }: SlotPaused): void {
    const slot = this.#slots.get(mid);
    if (!slot) return;
    const pause = pauseReasonOf(reason);
    if (pause && trackId === slot.assignedTrackId) slot.onPaused();
    if (pause) this.#pauses.set(trackId, pause);
    else this.#pauses.delete(trackId);
    this.#tell(trackId);
  }

  /** A new participant begins with a new pool: the wishes stay, all slots are gone. */
  reset(): void {
    this.#slots.clear();
    this.#pauses.clear();
    this.#refusals.clear();
    this.#isGrown = false;
    this.#speech = { ...this.#options.speech };
    this.#requests.close();
    this.#watch();
    for (const trackId of this.#wishes.keys()) this.#tell(trackId);
  }

  close(): void {
    this.#wishes.clear();
    this.reset();
  }

  #allocate(): void {
    if (this.#slots.size === 0) return;
    const slots = [...this.#slots.values()];
    const wishes = [...this.#wishes.values()].filter((wish) => !this.#refusals.get(wish.trackId)?.blocked);
    const following = followSpeech(slots, wishes, this.#speech);
    const others = slots.filter((slot) => !following.slots.has(slot.mid));
    const held = new Map(others.map((slot) => [slot.mid, slot.wish.trackId]));
    const { placed, short } = allocateSlots(others, following.rest, held, !this.#isGrown);
    const touched = new Set<string>();
    for (const slot of slots) {
      const { trackId, followsSpeech } = slot.wish;
      slot.wish = following.slots.get(slot.mid) ?? this.#wishes.get(placed.get(slot.mid) ?? '') ?? NOTHING;
      if (trackId === slot.wish.trackId && followsSpeech === slot.wish.followsSpeech) continue;
      touched.add(trackId).add(slot.wish.trackId).add(slot.assignedTrackId);
    }
    for (const kind of ['audio', 'video'] as const) short[kind] += following.short[kind];
    for (const trackId of touched) this.#tell(trackId);
    this.#watch();
    this.#requests.schedule();
    if (short.audio > 0 || short.video > 0) void this.#grow(short);
  }

  async #grow(short: Record<TrackKind, number>): Promise<void> {
    if (this.#isGrowing || this.#isGrown) return;
    const { audio, video } = growth([...this.#slots.values()], short, SlotBoard.LIMIT_PER_KIND);
    if (audio === 0 && video === 0) {
      this.#isGrown = true;
    } else {
      this.#isGrowing = true;
      try {
        await this.#options.grow(audio, video);
      } catch {
        // The node has a limit of its own: make do with what there is.
        this.#isGrown = true;
      } finally {
        this.#isGrowing = false;
      }
    }
    this.#allocate();
  }

  #onRefused(slot: ReceiveSlot, error: BanyanError): void {
    // What is wanted by now may be something else.
    const { trackId, followsSpeech } = slot.asked ?? slot.wish;
    if (followsSpeech) {
      // Then everybody has a slot of their own, as far as there are slots.
      this.#speech[slot.kind] = 0;
      this.#allocate();
    }
    if (trackId === '') return;
    const refusal = { count: (this.#refusals.get(trackId)?.count ?? 0) + 1, error, blocked: true };
    this.#refusals.set(trackId, refusal);
    this.#allocate();
    if (refusal.count > SlotBoard.REFUSED_RETRIES) return;
    setTimeout(() => {
      if (this.#refusals.get(trackId) !== refusal) return;
      refusal.blocked = false;
      this.#allocate();
    }, SlotBoard.REFUSED_RETRY_MILLIS);
  }

  /** Looks at the media of slots that were switched, for as long as there are any. */
  #watch(): void {
    const isNeeded = [...this.#slots.values()].some((slot) => slot.kind === 'video' && slot.isWatched);
    if (isNeeded && this.#checkTimer === undefined) {
      this.#checkTimer = setInterval(() => this.#checkMedia(), SlotBoard.CHECK_MILLIS);
    } else if (!isNeeded) {
      clearInterval(this.#checkTimer);
      this.#checkTimer = undefined;
    }
  }

  #checkMedia(): void {
    for (const slot of this.#slots.values()) if (slot.isWatched && slot.check()) this.#tell(slot.assignedTrackId);
    this.#watch();
  }

  #tell(trackId: string): void {
    if (this.#wishes.has(trackId)) this.#options.onView(trackId, this.#viewOf(trackId));
  }

  #viewOf(trackId: string): SlotView {
    const slot = [...this.#slots.values()].find((candidate) => candidate.carries(trackId));
    const refusal = this.#refusals.get(trackId);
    if (!slot) return refusal?.blocked ? { state: 'refused', error: refusal.error } : { state: 'waiting' };
    const isShown = slot.shownTrackId === trackId && slot.receiver !== undefined;
    const pauseReason = this.#pauses.get(trackId);
    return {
      state: pauseReason ? 'paused' : isShown ? 'live' : 'pending',
      mid: slot.mid,
      ...(pauseReason ? { pauseReason } : {}),
      ...(isShown ? { mediaTrack: slot.receiver!.track } : {}),
    };
  }
}
