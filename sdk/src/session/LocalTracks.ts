import type { Emitter } from '../events.js';
import type { LocalTrack } from '../rtc/LocalTrack.js';
import type { PeerSession } from '../rtc/PeerSession.js';
import type { EncodingWanted, KeyFrameRequested, ServerMessage } from '../signal/gen/banyan/signal/v1/signal_pb.js';
import type { SignalEvents } from '../signal/SignalClient.js';
import type { TrackSource } from './model.js';

/** What this client publishes, and what the node asks of it: that nothing is sent which nobody watches. */
export class LocalTracks extends Set<LocalTrack> {
  #granted: readonly TrackSource[] | undefined;
  // Granted by the room's decision: a node that takes us anew may not have heard of that yet, and would refuse.
  readonly #promoted = new Set<TrackSource>();

  /** Publishes what the token allows on a new peer connection; the rest follows when the node grants it. */
  takeTo(peer: Pick<PeerSession, 'addTrack'>): void {
    for (const track of this) {
      track.trackId = '';
      track.transceiver = undefined;
      track.sender = undefined;
      if (!this.#promoted.has(track.source)) peer.addTrack(track);
    }
  }

  /** What may be published is this now. */
  onGranted(publish: readonly TrackSource[], peer: Pick<PeerSession, 'addTrack'> | undefined): void {
    const before = this.#granted ?? publish;
    this.#granted = publish;
    for (const source of publish) if (!before.includes(source)) this.#promoted.add(source);
    for (const track of this) {
      if (!track.transceiver && publish.includes(track.source)) peer?.addTrack(track);
    }
  }

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

  /** Whether something is on a peer connection that the node does not know. */
  hasUnpublished(): boolean {
    return [...this].some((track) => track.trackId === '' && track.transceiver !== undefined);
  }

  #sender(trackId: string): LocalTrack['sender'] {
    return [...this].find((track) => track.trackId === trackId)?.sender;
  }
}
