import type { ServerMessage } from './gen/banyan/signal/v1/signal_pb.js';

/** Tells new messages of a node from those that a resume repeats, by the participant's sequence numbers. */
export class SequenceTracker {
  #received = 0n;

  /** Of the last message received in order; 0: none yet. */
  get received(): bigint {
    return this.#received;
  }

  /** False: seen before. Messages without a number are always new. */
  onMessage(message: ServerMessage): boolean {
    if (message.sequence === 0n) return true;
    if (message.sequence <= this.#received) return false;
    this.#received = message.sequence;
    return true;
  }

  /** The node says with which number it goes on; what it could not keep for us is covered by the resume's roster. */
  onResumed(nextSequence: bigint): void {
    if (nextSequence > this.#received) this.#received = nextSequence - 1n;
  }

  reset(): void {
    this.#received = 0n;
  }
}
