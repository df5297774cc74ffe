import type { MessageInitShape } from '@bufbuild/protobuf';
import { RejoinRequiredError } from '../../errors.js';
import type { SlotAssigned, SlotRequestSchema, SlotsUpdated } from '../../signal/gen/banyan/signal/v1/signal_pb.js';
import { isSameWish, type ReceiveSlot } from './ReceiveSlot.js';

export type SlotRequest = MessageInitShape<typeof SlotRequestSchema>;

export interface SlotRequestsOptions {
  slots(): Iterable<ReceiveSlot>;
  send(requests: SlotRequest[]): Promise<SlotsUpdated>;
  onAssigned(assigned: SlotAssigned): void;
}

/**
 * Tells the node what changed on the slots: together what changes within 50 ms, at once after a pause, and for one slot
 * never a second request before the first was answered.
 */
export class SlotRequests {
  // A window's resize or a scroll is one message, and still feels immediate.
  static readonly BATCH_MILLIS = 50;
  static readonly RETRY_MILLIS = 1000;

  readonly #options: SlotRequestsOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isQueued = false;
  #lastFlushMillis = 0;

  constructor(options: SlotRequestsOptions) {
    this.#options = options;
  }

  /** Something about the slots' wishes changed. */
  schedule(): void {
    if (this.#isQueued || this.#timer !== undefined) return;
    const waitMillis = this.#lastFlushMillis + SlotRequests.BATCH_MILLIS - Date.now();
    if (waitMillis > 0) {
      this.#flushIn(waitMillis);
    } else {
      this.#isQueued = true;
      queueMicrotask(() => {
        this.#isQueued = false;
        void this.#flush();
      });
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #flushIn(millis: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#flush();
    }, millis);
  }

  async #flush(): Promise<void> {
    const due = [...this.#options.slots()].filter((slot) => !slot.isAsking && !isSameWish(slot.asked, slot.wish));
    if (due.length === 0) return;
    this.#lastFlushMillis = Date.now();
    for (const slot of due) {
      slot.isAsking = true;
      slot.asked = slot.wish;
    }
    try {
      const updated = await this.#options.send(due.map((slot) => ({ mid: slot.mid, ...slot.wish })));
      for (const slot of due) slot.isAsking = false;
      for (const assigned of updated.slots) this.#options.onAssigned(assigned);
      this.schedule();
    } catch (error) {
      for (const slot of due) {
        slot.isAsking = false;
        slot.asked = undefined;
      }
      // A new participant has new slots: these are nobody's any more.
      if (!(error instanceof RejoinRequiredError) && this.#timer === undefined)
        this.#flushIn(SlotRequests.RETRY_MILLIS);
    }
  }
}
