import type { MessageInitShape } from '@bufbuild/protobuf';
import { ConnectionError, UnsupportedBrowserError } from '../errors.js';
import { Emitter } from '../events.js';
import type { TrackKind } from '../session/model.js';
import type { IceServer, PublishedTrack, TrackOfferSchema } from '../signal/gen/banyan/signal/v1/signal_pb.js';
import { AudioOutput } from './AudioOutput.js';
import { preferredCodecs } from './codecs.js';
import { offerCaptureTime } from './headerExtensions.js';
import type { LocalTrack } from './LocalTrack.js';
import { SenderControl } from './SenderControl.js';

export interface Offer {
  sdp: string;
  tracks: MessageInitShape<typeof TrackOfferSchema>[];
}

/** The receiving end of one m-line of the pool. */
export interface SlotReceiver {
  mid: string;
  receiver: RTCRtpReceiver;
}

export interface PeerEvents {
  connectionState: RTCPeerConnectionState;
}

/**
 * One peer connection to one node. It always offers: what is published, and a pool of m-lines to receive on. Offers and
 * answers come and go through its owner, one negotiation at a time.
 */
export class PeerSession extends Emitter<PeerEvents> {
  readonly #connection: RTCPeerConnection;
  readonly #locals = new Set<LocalTrack>();
  // Transceivers of tracks that are published no more: their m-lines stay in the SDP and are used again.
  readonly #spares: { transceiver: RTCRtpTransceiver; shape: string }[] = [];
  readonly #slots: RTCRtpTransceiver[] = [];
  readonly #output = new AudioOutput();

  constructor() {
    super();
    if (typeof RTCPeerConnection === 'undefined') {
      throw new UnsupportedBrowserError('This browser has no WebRTC, or has it switched off.');
    }
    this.#connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
    this.#connection.onconnectionstatechange = () => this.emit('connectionState', this.#connection.connectionState);
  }

  get connectionState(): RTCPeerConnectionState {
    return this.#connection.connectionState;
  }

  /** Publishes a track from the next offer on. */
  addTrack(track: LocalTrack): void {
    const shape = shapeOf(track);
    const spare = this.#spares.findIndex((candidate) => candidate.shape === shape);
    const used = spare >= 0 ? this.#spares.splice(spare, 1)[0]!.transceiver : undefined;
    const transceiver =
      used ??
      this.#connection.addTransceiver(track.kind, {
        direction: 'sendonly',
        sendEncodings: track.encodings.map((encoding) => ({ ...encoding })),
      });
    transceiver.direction = 'sendonly';
    setCodecs(transceiver, track.kind, RTCRtpSender.getCapabilities(track.kind));
    offerCaptureTime(transceiver);
    track.transceiver = transceiver;
    track.sender = new SenderControl(transceiver.sender);
    // Of the track before nobody may have wanted some.
    if (used) void track.sender.activateAll().catch(() => undefined);
    if (track.mediaTrack && !(track.muted && track.kind === 'video')) void track.sender.replaceTrack(track.mediaTrack);
    this.#locals.add(track);
  }

  /** Stops publishing a track from the next offer on; nothing of it is sent from now on. */
  removeTrack(track: LocalTrack): void {
    if (!this.#locals.delete(track) || !track.transceiver) return;
    void track.sender?.replaceTrack(null);
    track.transceiver.direction = 'inactive';
    this.#spares.push({ transceiver: track.transceiver, shape: shapeOf(track) });
    track.transceiver = undefined;
    track.sender = undefined;
    track.trackId = '';
  }

  /** Adds m-lines to receive on, alternating so that a pair's two are neighbours. */
  addSlots(audio: number, video: number): void {
    for (let index = 0; index < Math.max(audio, video); index++) {
      if (index < audio) this.#addSlot('audio');
      if (index < video) this.#addSlot('video');
    }
  }

  async offer(): Promise<Offer> {
    const offer = await this.#connection.createOffer();
    await this.#connection.setLocalDescription(offer);
    // Candidates are not waited for: the node is ICE-lite and learns ours from our checks.
    const sdp = this.#connection.localDescription?.sdp ?? offer.sdp ?? '';
    return { sdp, tracks: [...this.#locals].flatMap((track) => track.offer() ?? []) };
  }

  async accept(answer: string, published: readonly PublishedTrack[]): Promise<void> {
    for (const { clientTrackId, trackId } of published) {
      const track = [...this.#locals].find((candidate) => candidate.clientTrackId === clientTrackId);
      if (track) track.trackId = trackId;
    }
    try {
      await this.#connection.setRemoteDescription({ type: 'answer', sdp: answer });
    } catch (cause) {
      throw new ConnectionError("The browser does not accept the node's answer.", { cause });
    }
    const sound = this.#slots.find(({ receiver }) => receiver.track.kind === 'audio');
    if (sound) this.#output.start(sound.receiver.track);
  }

  /** Takes back an offer that was refused. */
  async rollBack(): Promise<void> {
    if (this.#connection.signalingState !== 'have-local-offer') return;
    await this.#connection.setLocalDescription({ type: 'rollback' });
  }

  slotReceivers(): SlotReceiver[] {
    return this.#slots.flatMap(({ mid, receiver }) => (mid ? [{ mid, receiver }] : []));
  }

  setIceServers(servers: readonly IceServer[]): void {
    if (servers.length === 0) return;
    const iceServers = servers.map(({ urls, username, credential }) => ({ urls: [...urls], username, credential }));
    this.#connection.setConfiguration({ ...this.#connection.getConfiguration(), iceServers });
  }

  /** The next offer restarts ICE. */
  restartIce(): void {
    this.#connection.restartIce();
  }

  stats(): Promise<RTCStatsReport> {
    return this.#connection.getStats();
  }

  close(): void {
    this.#connection.onconnectionstatechange = null;
    this.#output.stop();
    this.#connection.close();
    for (const track of this.#locals) track.transceiver = track.sender = undefined;
    this.#locals.clear();
  }

  #addSlot(kind: TrackKind): void {
    const transceiver = this.#connection.addTransceiver(kind, { direction: 'recvonly' });
    setCodecs(transceiver, kind, RTCRtpReceiver.getCapabilities(kind));
    this.#slots.push(transceiver);
  }
}

/** What a transceiver's encodings were made for, since they can never change. */
function shapeOf(track: LocalTrack): string {
  return `${track.kind} ${JSON.stringify(track.encodings)}`;
}

function setCodecs(transceiver: RTCRtpTransceiver, kind: TrackKind, capabilities: RTCRtpCapabilities | null): void {
  if (!capabilities) return;
  transceiver.setCodecPreferences(preferredCodecs(kind, capabilities.codecs));
}
