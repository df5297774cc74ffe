/** Milliseconds since 1970 that never jump, the same for all pages of one machine. */
export function nowMillis(): number {
  return performance.timeOrigin + performance.now();
}

/** Where an AudioContext's time stands on the page's clock, learnt by looking at both again and again. */
export class AudioClock {
  // Sound is rendered in blocks, so one look may be late by a block; the earliest of many is right.
  static readonly LOOKS = 200;

  readonly #context: AudioContext;
  readonly #offsets: number[] = [];

  constructor(context: AudioContext) {
    this.#context = context;
  }

  /** To be called often: a few times a second at least. */
  look(): void {
    if (this.#context.state !== 'running') return;
    this.#offsets.push(nowMillis() - this.#context.currentTime * 1000);
    if (this.#offsets.length > AudioClock.LOOKS) this.#offsets.shift();
  }

  get isKnown(): boolean {
    return this.#offsets.length > 10;
  }

  /** When a time of the context is rendered, in milliseconds since 1970. */
  toMillis(contextSeconds: number): number {
    return contextSeconds * 1000 + Math.min(...this.#offsets);
  }

  /** The context's time of a moment given in milliseconds since 1970. */
  toContextSeconds(millis: number): number {
    return (millis - Math.min(...this.#offsets)) / 1000;
  }
}
