import { create } from '@bufbuild/protobuf';
import { type BanyanError, ConnectionError, RejoinRequiredError } from '../errors.js';
import { Emitter } from '../events.js';
import type { LocalTrack } from '../rtc/LocalTrack.js';
import { MediaWatchdog, type MediaState } from '../rtc/MediaWatchdog.js';
import { NegotiationQueue } from '../rtc/NegotiationQueue.js';
import { PeerSession } from '../rtc/PeerSession.js';
import { SlotBoard } from '../rtc/slots/SlotBoard.js';
import { SlotsUpdatedSchema, type Resumed, type ServerMessage } from '../signal/gen/banyan/signal/v1/signal_pb.js';
import { SignalClient, type SignalState } from '../signal/SignalClient.js';
import type { CallEvents, CallOptions } from './callEvents.js';
import { clientDescription } from './clientDescription.js';
import { grantsOf, type Grants } from './grants.js';
import { LocalTracks } from './LocalTracks.js';
import { Roster } from './Roster.js';

/**
 * One call over all its connections: brings signalling, peer connection, roster and slots together, and starts anew
 * with a new peer connection when the node wants a new participant. What is published and what is wanted outlives that.
 */
export class CallSession extends Emitter<CallEvents> {
  // The first pool: what three others need; it grows with the room.
  static readonly AUDIO_SLOTS = 3;
  static readonly VIDEO_SLOTS = 6;
  // Joining again does not help when no node's media ports can be reached from here.
  static readonly MEDIA_FAILURES = 3;

  readonly roster = new Roster();
  readonly slots: SlotBoard;
  readonly tracks: LocalTracks;
  readonly #options: CallOptions;
  readonly #signal: SignalClient;
  readonly #ownIds = new Set<string>();
  #peer: PeerSession | undefined;
  #watchdog: MediaWatchdog | undefined;
  #negotiations: NegotiationQueue | undefined;
  #mediaFailures = 0;
  #failure: BanyanError | undefined;

  constructor(options: CallOptions) {
    super();
    this.#options = options;
    this.tracks = new LocalTracks(options.tracks);
    this.slots = new SlotBoard({
      send: async (slots) => {
        const { message } = await this.#signal.request({ case: 'updateSlots', value: { slots } });
        return message.case === 'slotsUpdated' ? message.value : create(SlotsUpdatedSchema);
      },
      grow: async (audio, video) => {
        this.#peer?.addSlots(audio, video);
        await this.negotiate();
      },
      onView: (trackId, view) => this.emit('view', { trackId, view }),
      speech: options.speech,
    });
    this.#signal = new SignalClient({
      url: options.url,
      makeJoin: (replaces) => this.#makeJoin(replaces),
      rosterVersion: () => this.roster.version(),
      socketFactory: options.socketFactory ?? ((url, subprotocol) => new WebSocket(url, subprotocol)),
      joinTimeoutMillis: options.joinTimeoutMillis,
    });
    this.#signal.on('state', (state) => this.#onState(state));
    this.#signal.on('joined', (event) => void this.#onJoined(event));
    this.#signal.on('resumed', (resumed) => this.#onResumed(resumed));
    this.#signal.on('message', (message) => this.#onMessage(message));
    this.tracks.follow(this.#signal);
    this.#signal.on('warning', (error) => this.emit('warning', error));
    this.#signal.on('failed', (error) => this.#fail(error));
  }

  get state(): SignalState {
    return this.#failure ? 'failed' : this.#signal.state;
  }

  get mediaState(): MediaState {
    return this.#watchdog?.state ?? 'connecting';
  }

  get peer(): PeerSession | undefined {
    return this.#peer;
  }

  get signalRoundTripMillis(): number {
    return this.#signal.rttMillis;
  }

  /** `ready` or `failed` follows. */
  start(): void {
    this.#signal.start();
  }

  leave(): void {
    this.#signal.leave();
  }

  request: SignalClient['request'] = (body) => this.#signal.request(body);

  tell: SignalClient['tell'] = (body) => this.#signal.tell(body);

  /** The browser came online, or has another network. */
  onNetworkChanged(): void {
    this.#signal.hurry();
    this.#watchdog?.onNetworkChanged();
  }

  /** Whether an id is that of this client: now, or before it joined anew. */
  isSelf(participantId: string): boolean {
    return this.#ownIds.has(participantId);
  }

  async publish(track: LocalTrack): Promise<void> {
    this.tracks.add(track);
    this.#peer?.addTrack(track);
    try {
      await this.negotiate();
    } catch (error) {
      this.tracks.delete(track);
      this.#peer?.removeTrack(track);
      throw error;
    }
  }

  async unpublish(track: LocalTrack): Promise<void> {
    if (!this.tracks.delete(track)) return;
    this.#peer?.removeTrack(track);
    await this.negotiate();
  }

  /** Brings the node up to date with what is published and with the pool. */
  async negotiate(): Promise<void> {
    try {
      if (!this.#negotiations) throw new RejoinRequiredError('REJOIN', 'Not joined.');
      await this.#negotiations.request();
    } catch (error) {
      if (!(error instanceof RejoinRequiredError)) throw error;
      // The new participant's first offer has it all.
      await this.#untilReady();
    }
  }

  async #makeJoin(replacesParticipant: string): Promise<object> {
    this.#closePeer();
    const peer = (this.#peer = new PeerSession());
    this.tracks.takeTo(peer);
    peer.addSlots(CallSession.AUDIO_SLOTS, CallSession.VIDEO_SLOTS);
    const { room, displayName } = this.#options;
    const [token, { sdp, tracks }] = await Promise.all([this.#options.token(), peer.offer()]);
    return { token, room, offer: sdp, tracks, displayName, client: clientDescription(), replacesParticipant };
  }

  async #onJoined({ joined, again }: CallEvents['joined']): Promise<void> {
    const peer = this.#peer!;
    this.#ownIds.add(joined.participantId);
    if (again) this.slots.reset();
    // Before anything is waited for: what comes next from the node builds on this roster.
    this.emit('joined', { joined, again });
    if (joined.roster) this.emit('roster', this.roster.replace(joined.roster));
    this.#watch(peer);
    try {
      peer.setIceServers(joined.iceServers);
      await peer.accept(joined.answer, joined.tracks);
    } catch (error) {
      if (peer === this.#peer) this.#fail(error as BanyanError);
      return;
    }
    if (peer !== this.#peer || this.#failure) return;
    this.#negotiations = new NegotiationQueue(() => this.#negotiate(peer));
    this.emit('ready', undefined);
    this.slots.onSlots(joined.slots, peer.slotReceivers());
    this.#onGrants(grantsOf(joined.grants));
  }

  #onResumed({ rosterUpdate, slots }: Resumed): void {
    if (rosterUpdate.case === 'roster') this.emit('roster', this.roster.replace(rosterUpdate.value));
    if (rosterUpdate.case === 'rosterChanged') this.emit('roster', this.roster.merge(rosterUpdate.value));
    for (const assigned of slots) this.slots.onAssigned(assigned);
    if (this.mediaState === 'interrupted') this.#watchdog?.onNetworkChanged();
  }

  #onMessage({ message }: ServerMessage): void {
    if (message.case === 'rosterChanged') this.emit('roster', this.roster.merge(message.value));
    else if (message.case === 'slotAssigned') this.slots.onAssigned(message.value);
    else if (message.case === 'slotPaused') this.slots.onPaused(message.value);
    else if (message.case === 'mediaStateChanged') this.#watchdog?.onNodeState(message.value.state);
    else if (message.case === 'migrate') this.#signal.rejoin(message.value.alternatives);
    else if (message.case === 'qualityChanged') this.emit('quality', message.value);
    else if (message.case === 'speakersChanged') this.emit('speakers', message.value.participantIds);
    else if (message.case === 'grantsChanged') this.#onGrants(grantsOf(message.value.grants));
  }

  #onGrants(grants: Grants): void {
    this.tracks.onGranted(grants.publish, this.#peer);
    this.emit('grants', grants);
    // Also what was published while the offer of a new participant was under way already.
    if (this.tracks.hasUnpublished()) void this.negotiate().catch(() => undefined);
  }

  async #negotiate(peer: PeerSession): Promise<void> {
    const { sdp, tracks } = await peer.offer();
    try {
      const reply = await this.#signal.request({ case: 'negotiate', value: { offer: sdp, tracks } });
      if (reply.message.case !== 'negotiated') throw new ConnectionError('The node did not answer the offer.');
      const { answer, tracks: published, slots } = reply.message.value;
      await peer.accept(answer, published);
      if (peer === this.#peer) this.slots.onSlots(slots, peer.slotReceivers());
    } catch (error) {
      await peer.rollBack().catch(() => undefined);
      throw error;
    }
  }

  #watch(peer: PeerSession): void {
    const watchdog = new MediaWatchdog({
      restart: () => {
        peer.restartIce();
        void this.negotiate().catch(() => undefined);
      },
      giveUp: () => this.#onMediaFailed(),
      onState: (state) => {
        if (state === 'connected') this.#mediaFailures = 0;
        this.emit('mediaState', state);
      },
    });
    this.#watchdog = watchdog;
    peer.on('connectionState', (state) => watchdog.onConnectionState(state));
    watchdog.onConnectionState(peer.connectionState);
  }

  #onMediaFailed(): void {
    if (this.#signal.state !== 'connected') return;
    if (++this.#mediaFailures < CallSession.MEDIA_FAILURES) this.#signal.rejoin();
    else this.#fail(new ConnectionError('No media reaches the node: is UDP to it blocked?'));
  }

  #onState(state: SignalState): void {
    if (state === 'left' || state === 'failed') this.#close();
    this.emit('state', this.state);
  }

  #fail(error: BanyanError): void {
    if (this.#failure) return;
    this.#failure = error;
    this.#close();
    this.#signal.leave();
    this.emit('failed', error);
  }

  async #untilReady(): Promise<void> {
    const removals: (() => void)[] = [];
    await new Promise<void>((resolve, reject) => {
      const onState = (state = this.state): void => {
        if (state === 'left' || state === 'failed') reject(this.#failure ?? new ConnectionError('The call is over.'));
      };
      removals.push(this.on('ready', resolve), this.on('state', onState));
      onState();
    }).finally(() => removals.forEach((remove) => remove()));
  }

  #closePeer(): void {
    this.#watchdog?.close();
    this.#watchdog = undefined;
    this.#negotiations = undefined;
    this.#peer?.close();
    this.#peer = undefined;
  }

  #close(): void {
    this.#closePeer();
    this.slots.close();
  }
}
