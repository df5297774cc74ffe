import type { KeyFrameSender } from './keyFrameSupport.js';

/**
 * Changes of one sender's parameters, one after the other: a browser refuses a setParameters whose parameters were read
 * before the last one ended.
 */
export class SenderControl {
  readonly #sender: RTCRtpSender;
  // What waits to be made so, by rid: each change costs a key frame on every layer, so they are made together.
  readonly #activity = new Map<string, boolean>();
  #last: Promise<void> = Promise.resolve();

  constructor(sender: RTCRtpSender) {
    this.#sender = sender;
  }

  /** Makes a key frame on the encoding with this rid (empty: the only one), and on no other. */
  requestKeyFrame(rid: string): Promise<void> {
    return this.#enqueue(async () => {
      const parameters = this.#sender.getParameters();
      const encodingOptions = parameters.encodings.map((encoding) => ({ keyFrame: (encoding.rid ?? '') === rid }));
      if (!encodingOptions.some((options) => options.keyFrame)) return;
      const sender: KeyFrameSender = this.#sender;
      await sender.setParameters(parameters, { encodingOptions });
    });
  }

  /** Sends an encoding or not. Nothing happens if it is so already. */
  setActive(rid: string, active: boolean): Promise<void> {
    this.#activity.set(rid, active);
    return this.#enqueue(() => this.#activate());
  }

  /** Sends every encoding. */
  activateAll(): Promise<void> {
    return this.#enqueue(() => {
      for (const { rid = '' } of this.#sender.getParameters().encodings) this.#activity.set(rid, true);
      return this.#activate();
    });
  }

  replaceTrack(track: MediaStreamTrack | null): Promise<void> {
    return this.#enqueue(() => this.#sender.replaceTrack(track));
  }

  async #activate(): Promise<void> {
    const parameters = this.#sender.getParameters();
    const changed = parameters.encodings.filter(
      ({ rid = '', active }) => (this.#activity.get(rid) ?? active) !== active,
    );
    this.#activity.clear();
    if (changed.length === 0) return;
    for (const encoding of changed) encoding.active = !encoding.active;
    await this.#sender.setParameters(parameters);
  }

  #enqueue(change: () => Promise<void>): Promise<void> {
    // The one before may have failed: that was told to who asked for it.
    const done = this.#last.then(change);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
