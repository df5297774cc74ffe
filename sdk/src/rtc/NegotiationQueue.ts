/**
 * Runs negotiations one at a time. All who ask while one runs share the next: it starts after their changes and covers
 * them together.
 */
export class NegotiationQueue {
  readonly #negotiate: () => Promise<void>;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(negotiate: () => Promise<void>) {
    this.#negotiate = negotiate;
  }

  /** Settles when a negotiation that began after this call has ended. */
  request(): Promise<void> {
    if (this.#next) return this.#next;
    const before = this.#running;
    // Not at once even if none runs, so that changes made in one go are one negotiation.
    const mine = (before ? before.catch(() => undefined) : Promise.resolve()).then(() => {
      this.#running = mine;
      this.#next = undefined;
      return this.#negotiate();
    });
    this.#next = mine;
    return mine;
  }
}
