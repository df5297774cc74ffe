import type { KeyFrameSender } from './keyFrameSupport.js';

/**
 * Changes of one sender's parameters, one after the other: a browser refuses a setParameters whose parameters were read
 * before the last one ended.
 */
export class SenderControl {
  readonly #sender: RTCRtpSender;
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

  /** Sends an encoding or not. Nothing happens if it is so already: each change costs a key frame on every layer. */
  setActive(rid: string, active: boolean): Promise<void> {
    return this.#enqueue(async () => {
      const parameters = this.#sender.getParameters();
      const encoding = parameters.encodings.find((candidate) => (candidate.rid ?? '') === rid);
      if (!encoding || encoding.active === active) return;
      encoding.active = active;
      await this.#sender.setParameters(parameters);
    });
  }

  replaceTrack(track: MediaStreamTrack | null): Promise<void> {
    return this.#enqueue(() => this.#sender.replaceTrack(track));
  }

  #enqueue(change: () => Promise<void>): Promise<void> {
    // The one before may have failed: that was told to who asked for it.
    const done = this.#last.then(change);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
