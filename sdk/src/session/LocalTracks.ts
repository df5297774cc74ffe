import type { LocalTrack } from '../rtc/LocalTrack.js';
import type { Emitter } from '../events.js';
import type { EncodingWanted, KeyFrameRequested, ServerMessage } from '../signal/gen/banyan/signal/v1/signal_pb.js';
import type { SignalEvents } from '../signal/SignalClient.js';

/** What this client publishes, and what the node asks of it: that nothing is sent which nobody watches. */
export class LocalTracks extends Set<LocalTrack> {
  /** Does from now on what the node asks. */
  follow(signal: Emitter<SignalEvents>): void {
    signal.on('message', ({ message }) => this.#onMessage(message));
    signal.on('state', (state) => {
      // Nobody can say any more what is wanted.
      if (state === 'reconnecting') this.#activateAll();
    });
  }

  #onMessage(message: ServerMessage['message']): void {
    if (message.case === 'keyFrameRequested') this.#onKeyFrameRequested(message.value);
    else if (message.case === 'encodingWanted') this.#onEncodingWanted(message.value);
  }

  #onKeyFrameRequested({ trackId, rid }: KeyFrameRequested): void {
    // A transceiver that is going away refuses, and then nobody needs the frame.
    void this.#sender(trackId)
      ?.requestKeyFrame(rid)
      .catch(() => undefined);
  }

  #onEncodingWanted({ trackId, rid, wanted }: EncodingWanted): void {
    void this.#sender(trackId)
      ?.setActive(rid, wanted)
      .catch(() => undefined);
  }

  #activateAll(): void {
    for (const { sender } of this) void sender?.activateAll().catch(() => undefined);
  }

  hasUnpublished(): boolean {
    return [...this].some((track) => track.trackId === '');
  }

  #sender(trackId: string): LocalTrack['sender'] {
    return [...this].find((track) => track.trackId === trackId)?.sender;
  }
}
