import type { BanyanError } from './errors.js';
import { Emitter } from './events.js';
import { NOTHING } from './rtc/slots/ReceiveSlot.js';
import type { SlotBoard, SlotState, SlotView } from './rtc/slots/SlotBoard.js';
import { kindOf, sourceOf, type PauseReason, type TrackKind, type TrackSource } from './session/model.js';
import type { Quality } from './session/quality.js';
import type { Track } from './signal/gen/banyan/signal/v1/signal_pb.js';

/** As a slot, or `unsubscribed`: not wanted, or `ended`: not there any more. */
export type SubscriptionState = SlotState | 'unsubscribed' | 'ended';

export interface SubscriptionEvents {
  /** Anything about it changed: state, media track, muted, size, quality. */
  changed: Subscription;
  /** The browser plays nothing before somebody clicked into the page: call play() of the element on a click. */
  playbackBlocked: HTMLMediaElement;
}

/**
 * A track of somebody else, and this client's wish to have it. What it shows comes and goes with `mediaTrack`, which is
 * set only while what comes out of it really is this track; `attach` keeps an element right.
 */
export class Subscription extends Emitter<SubscriptionEvents> {
  readonly id: string;
  readonly participantId: string;
  readonly kind: TrackKind;
  readonly source: TrackSource;
  readonly #board: SlotBoard;
  readonly #elements = new Set<HTMLMediaElement>();
  #track: Track;
  #isWanted = false;
  #hasEnded = false;
  #wish = NOTHING;
  #view: SlotView = { state: 'waiting' };
  #quality: Quality | undefined;

  /** @internal */
  constructor(track: Track, participantId: string, board: SlotBoard) {
    super();
    this.id = track.trackId;
    this.participantId = participantId;
    this.kind = kindOf(track.kind);
    this.source = sourceOf(track.source);
    this.#track = track;
    this.#board = board;
    this.#wish = { ...NOTHING, trackId: track.trackId };
  }

  get name(): string {
    return this.#track.name;
  }

  /** By its publisher. */
  get muted(): boolean {
    return this.#track.muted;
  }

  /** Size of the full encoding; 0 for sound. */
  get width(): number {
    return this.#track.width;
  }

  get height(): number {
    return this.#track.height;
  }

  get state(): SubscriptionState {
    if (this.#hasEnded) return 'ended';
    return this.#isWanted ? this.#view.state : 'unsubscribed';
  }

  /** Set in the state `paused`. */
  get pauseReason(): PauseReason | undefined {
    return this.#isWanted ? this.#view.pauseReason : undefined;
  }

  /** Set in the state `refused`. */
  get error(): BanyanError | undefined {
    return this.#view.error;
  }

  get mediaTrack(): MediaStreamTrack | undefined {
    return this.#isWanted && !this.#hasEnded ? this.#view.mediaTrack : undefined;
  }

  /** How people would judge what comes of it here; undefined: not known yet, or nothing comes. */
  get quality(): Quality | undefined {
    const { state, pauseReason } = this;
    const isQuiet = state === 'paused' && pauseReason !== 'bandwidth';
    return state === 'waiting' || state === 'unsubscribed' || isQuiet ? undefined : this.#quality;
  }

  subscribe(): void {
    if (this.#isWanted || this.#hasEnded) return;
    this.#isWanted = true;
    this.#wishFor({});
  }

  unsubscribe(): void {
    if (!this.#isWanted) return;
    this.#isWanted = false;
    this.#board.removeWish(this.id);
    this.#view = { state: 'waiting' };
    this.#onChanged();
  }

  /** How large it is shown, in device pixels, so that no larger layer is sent than is seen; 0: as large as there is. */
  setSize(width: number, height: number): void {
    this.#wishFor({ width: Math.max(0, Math.round(width)), height: Math.max(0, Math.round(height)) });
  }

  /** Off screen, nothing is sent; coming back is quicker than a new subscription. */
  setVisible(visible: boolean): void {
    this.#wishFor({ hidden: !visible });
  }

  /** Frames per second that are enough; 0: all there are. */
  setFrameRate(frameRate: number): void {
    this.#wishFor({ frameRate: Math.max(0, Math.round(frameRate)) });
  }

  /** 0 (normal) to 10 (first to get bandwidth). */
  setPriority(priority: number): void {
    this.#wishFor({ priority: Math.min(10, Math.max(0, Math.round(priority))) });
  }

  /** Stays at the wanted quality as long as anything is left for it. */
  setPinned(pinned: boolean): void {
    this.#wishFor({ pinned });
  }

  /** Plays it in an element, whichever slot it comes on. The returned function ends that. */
  attach(element: HTMLMediaElement): () => void {
    this.#elements.add(element);
    element.autoplay = true;
    // Sound has elements of its own, so that a picture may always play.
    if (this.kind === 'video') element.muted = true;
    if (element instanceof HTMLVideoElement) element.playsInline = true;
    this.#play(element);
    return () => {
      if (this.#elements.delete(element)) element.srcObject = null;
    };
  }

  /** @internal */
  onTrack(track: Track): void {
    const before = this.#track;
    this.#track = track;
    if (before.muted !== track.muted || before.name !== track.name || before.width !== track.width) this.#onChanged();
  }

  /** @internal */
  onView(view: SlotView): void {
    if (!this.#isWanted) return;
    // Another slot, another beginning.
    if (view.state === 'waiting') this.#quality = undefined;
    this.#view = view;
    this.#onChanged();
  }

  /** @internal */
  onQuality(quality: Quality | undefined): void {
    this.#quality = quality;
    this.#onChanged();
  }

  /** @internal */
  onEnded(): void {
    this.#hasEnded = true;
    this.#board.removeWish(this.id);
    this.#onChanged();
    this.#elements.clear();
  }

  #wishFor(change: Partial<typeof NOTHING>): void {
    this.#wish = { ...this.#wish, ...change };
    if (!this.#isWanted || this.#hasEnded) return;
    this.#board.setWish({
      ...this.#wish,
      participantId: this.participantId,
      syncGroup: this.#track.syncGroup,
      kind: this.kind,
    });
  }

  #onChanged(): void {
    for (const element of this.#elements) this.#play(element);
    this.emit('changed', this);
  }

  #play(element: HTMLMediaElement): void {
    const track = this.mediaTrack;
    const playing = (element.srcObject as MediaStream | null)?.getTracks()[0];
    if (playing === track) return;
    element.srcObject = track ? new MediaStream([track]) : null;
    if (!track) return;
    element.play().catch((error: unknown) => {
      // An AbortError says that another source came before this one played.
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.emit('playbackBlocked', element);
    });
  }
}
