import { MediaState as WireMediaState } from '../signal/gen/banyan/signal/v1/signal_pb.js';

/** How the media path is: on its way, there, or gone for the moment. */
export type MediaState = 'connecting' | 'connected' | 'interrupted';

export interface MediaWatchdogOptions {
  /** ICE has to be restarted. */
  restart(): void;
  /** Restarts do not help: only a new peer connection may. */
  giveUp(): void;
  onState(state: MediaState): void;
}

/** Decides when a media path that is lost is restarted, and when it is given up. */
export class MediaWatchdog {
  // A Wi-Fi roams within a second or two; ICE finds its way back by itself in that time.
  static readonly PATIENCE_MILLIS = 3000;
  // A restart takes a round trip and a few checks; without an answer it is tried again.
  static readonly RESTART_MILLIS = 6000;
  static readonly GIVE_UP_MILLIS = 25_000;

  readonly #options: MediaWatchdogOptions;
  #state: MediaState = 'connecting';
  #restartTimer: ReturnType<typeof setTimeout> | undefined;
  #giveUpTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: MediaWatchdogOptions) {
    this.#options = options;
    this.#armGiveUp();
  }

  get state(): MediaState {
    return this.#state;
  }

  onConnectionState(state: RTCPeerConnectionState): void {
    if (state === 'connected') this.#onWorking();
    else if (state === 'disconnected') this.#onBroken(MediaWatchdog.PATIENCE_MILLIS);
    else if (state === 'failed') this.#onBroken(0);
  }

  /** The node sees the path from its end. */
  onNodeState(state: WireMediaState): void {
    if (state === WireMediaState.DISCONNECTED) this.#onBroken(0);
    else if (state === WireMediaState.FAILED) this.#options.giveUp();
  }

  /** The computer has another address now: the old path may be dead without a sign. */
  onNetworkChanged(): void {
    if (this.#state !== 'connecting') this.#options.restart();
  }

  close(): void {
    this.#clear();
  }

  #onWorking(): void {
    this.#clear();
    this.#setState('connected');
  }

  #onBroken(waitMillis: number): void {
    if (this.#state === 'connected') this.#setState('interrupted');
    this.#armGiveUp();
    clearTimeout(this.#restartTimer);
    this.#restartTimer = setTimeout(() => {
      this.#options.restart();
      this.#onBroken(MediaWatchdog.RESTART_MILLIS);
    }, waitMillis);
  }

  #armGiveUp(): void {
    this.#giveUpTimer ??= setTimeout(() => {
      this.#giveUpTimer = undefined;
      this.#options.giveUp();
    }, MediaWatchdog.GIVE_UP_MILLIS);
  }

  #clear(): void {
    clearTimeout(this.#restartTimer);
    clearTimeout(this.#giveUpTimer);
    this.#restartTimer = this.#giveUpTimer = undefined;
  }

  #setState(state: MediaState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#options.onState(state);
  }
}
