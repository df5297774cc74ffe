/** How long to wait before each next attempt: 0.2 s doubling to 3 s, with jitter so that clients spread out. */
export class Backoff {
  // Short enough that a blip is not noticed, and a node that restarts is not stormed.
  static readonly FIRST_MILLIS = 200;
  static readonly LONGEST_MILLIS = 3000;

  #attempts = 0;
  readonly #random: () => number;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** From half of the step to the whole of it. */
  nextMillis(): number {
    const step = Math.min(Backoff.LONGEST_MILLIS, Backoff.FIRST_MILLIS * 2 ** this.#attempts++);
    return Math.round(step * (0.5 + this.#random() / 2));
  }

  reset(): void {
    this.#attempts = 0;
  }
}
