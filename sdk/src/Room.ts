import type { BanyanError } from './errors.js';
import { Emitter } from './events.js';
import { LocalParticipant } from './LocalParticipant.js';
import { RemoteParticipant } from './RemoteParticipant.js';
import type { MediaState } from './rtc/MediaWatchdog.js';
import type { CallStats } from './rtc/statistics.js';
import type { CallSession } from './session/CallSession.js';
import { CallReports } from './session/CallReports.js';
import { downlinkOf, type Downlink } from './session/downlink.js';
import { endReasonOf } from './session/model.js';
import { Moderation } from './session/Moderation.js';
import { qualityOf, type CallQuality } from './session/quality.js';
import type { RosterDifference } from './session/Roster.js';
import { Speakers } from './session/Speakers.js';
import { trackPathsOf, type TrackPath } from './session/trackPaths.js';
import type { Joined, QualityChanged } from './signal/gen/banyan/signal/v1/signal_pb.js';
import type { SignalState } from './signal/SignalClient.js';
import type { Subscription } from './Subscription.js';

export type RoomState = SignalState;

export interface RoomEvents {
  stateChanged: RoomState;
  mediaStateChanged: MediaState;
  participantJoined: RemoteParticipant;
  /** Name, attributes, presence, hand or the right to speak. */
  participantUpdated: RemoteParticipant;
  participantLeft: { participant: RemoteParticipant; reason: string };
  subscriptionAdded: Subscription;
  subscriptionRemoved: Subscription;
  /** State, media track, muted: whatever a page shows of it. */
  subscriptionChanged: Subscription;
  /** The participant began or ceased to speak; `isSpeaking` says which. */
  speakingChanged: RemoteParticipant | LocalParticipant;
  /** Who speaks is not who spoke, or in another order. */
  speakersChanged: readonly (RemoteParticipant | LocalParticipant)[];
  /** What one may do oneself changed; what may not be published any more has ended. */
  grantsChanged: LocalParticipant;
  /** Media flows better or worse than it did, one way or the other. */
  qualityChanged: CallQuality;
  playbackBlocked: HTMLMediaElement;
  /** This client is a new participant now, in the place of the one it was. */
  rejoined: Room;
  /** Something was refused without harm to the call. */
  warning: BanyanError;
  /** The call is over and it was not us who left. */
  failed: BanyanError;
}

/** Some of those who are counted only. */
export interface UnlistedPage {
  /** As they were just now: nothing of them changes any more. */
  participants: readonly RemoteParticipant[];
  /** For the next page; empty: that was the last one. */
  nextCursor: string;
}

/** A room one has joined: who is in it, and oneself. Left with `leave`. */
export class Room extends Emitter<RoomEvents> {
  readonly name: string;
  readonly local: LocalParticipant;
  /** For those whose token has the grant `admin`; others' calls fail with a `NotGrantedError`. */
  readonly moderation: Moderation;
  readonly #session: CallSession;
  readonly #autoSubscribe: boolean;
  readonly #participants = new Map<string, RemoteParticipant>();
  readonly #reports: CallReports;
  readonly #speakers = new Speakers();
  readonly #onNetwork = (): void => this.#session.onNetworkChanged();
  #joined: Joined | undefined;
  #sessionId = '';
  #quality: CallQuality = { sending: undefined, receiving: undefined };

  /** @internal */
  constructor(session: CallSession, options: { name: string; displayName: string; autoSubscribe: boolean }) {
    super();
    this.name = options.name;
    this.#session = session;
    this.#autoSubscribe = options.autoSubscribe;
    this.local = new LocalParticipant(session, options.displayName);
    this.moderation = new Moderation(session);
    this.#reports = new CallReports(session);
    session.on('state', (state) => this.#onState(state));
    session.on('mediaState', (state) => this.emit('mediaStateChanged', state));
    session.on('joined', ({ joined, again }) => this.#onJoined(joined, again));
    session.on('roster', (difference) => this.#onRoster(difference));
    session.on('view', ({ trackId, view }) => this.#subscriptionOf(trackId)?.onView(view));
    session.on('quality', (changed) => this.#onQuality(changed));
    session.on('speakers', (ids) => this.#onSpeakers(ids));
    session.on('grants', (grants) => {
      if (this.local.onGrants(grants)) this.emit('grantsChanged', this.local);
    });
    session.on('warning', (error) => this.emit('warning', error));
    session.on('failed', (error) => this.emit('failed', error));
    globalThis.addEventListener?.('online', this.#onNetwork);
  }

  get state(): RoomState {
    return this.#session.state;
  }

  get mediaState(): MediaState {
    return this.#session.mediaState;
  }

  /** Of this lifetime of the room. Changes once it is known that the room began elsewhere before. */
  get sessionId(): string {
    return this.#sessionId;
  }

  /** Where this client is connected. */
  get region(): string {
    return this.#joined?.region ?? '';
  }

  get node(): string {
    return this.#joined?.node ?? '';
  }

  /** Everybody else, by participant id. */
  get participants(): ReadonlyMap<string, RemoteParticipant> {
    return this.#participants;
  }

  /** People beyond `participants`, who are counted only: above 200, those who can only listen and have no hand up. */
  get unlistedCount(): number {
    return this.#session.roster.unlistedCount;
  }

  /** A page of them, by participant id; at most 200. */
  async unlisted(cursor = '', limit = 100): Promise<UnlistedPage> {
    const { message } = await this.#session.request({ case: 'getRosterPage', value: { cursor, limit } });
    if (message.case !== 'rosterPage') return { participants: [], nextCursor: '' };
    const { participants, nextCursor } = message.value;
    return {
      participants: participants.map((participant) => new RemoteParticipant(participant, this.#session.slots)),
      nextCursor,
    };
  }

  /** Who speaks now, as the node hears it: the one who has been speaking longest first, at most 16. */
  get speakers(): readonly (RemoteParticipant | LocalParticipant)[] {
    return this.#speakers.ids.flatMap((id) => this.#personOf(id) ?? []);
  }

  /** How people would judge what flows, each way by itself; known a few seconds after it began. */
  get quality(): CallQuality {
    return this.#quality;
  }

  /** How media flows, each way and track by track. */
  stats(): Promise<CallStats> {
    return this.#reports.stats();
  }

  /** What the way from the node to here carries, and what each picture gets of it; undefined: the node does not say. */
  async downlink(): Promise<Downlink | undefined> {
    const { message } = await this.#session.request({ case: 'getDownlink', value: {} });
    if (message.case !== 'downlink') return undefined;
    const onSlot = new Map([...this.#session.slots.slots].map(({ mid, assignedTrackId }) => [mid, assignedTrackId]));
    return downlinkOf(message.value, (mid) => onSlot.get(mid) ?? '');
  }

  /** Which way everything that is shown here comes from its publisher's node. */
  async paths(): Promise<readonly TrackPath[]> {
    const { message } = await this.#session.request({ case: 'getPaths', value: {} });
    return message.case === 'paths' ? trackPathsOf(message.value) : [];
  }

  /** Leaves for good; the others see it at once. */
  leave(): void {
    this.#session.leave();
  }

  #onState(state: RoomState): void {
    if (state === 'failed' || state === 'left') {
      globalThis.removeEventListener?.('online', this.#onNetwork);
      this.#reports.stop();
      this.#onSpeakers([]);
      this.local.onOver();
    }
    this.emit('stateChanged', state);
  }

  #onJoined(joined: Joined, again: boolean): void {
    this.#joined = joined;
    this.#sessionId = joined.sessionId;
    this.local.onJoined(joined);
    this.#quality = { sending: undefined, receiving: undefined };
    this.#onSpeakers([]);
    if (again) {
      this.emit('rejoined', this);
    } else {
      this.local.on('speakingChanged', () => this.emit('speakingChanged', this.local));
      this.#reports.start();
    }
  }

  #onQuality({ sending, receiving, slots }: QualityChanged): void {
    for (const { trackId, quality } of slots) this.#subscriptionOf(trackId)?.onQuality(qualityOf(quality));
    if (!sending && !receiving) return;
    this.#quality = {
      sending: sending ? qualityOf(sending) : this.#quality.sending,
      receiving: receiving ? qualityOf(receiving) : this.#quality.receiving,
    };
    this.emit('qualityChanged', this.#quality);
  }

  #onRoster({ upserted, gone, sessionId }: RosterDifference): void {
    this.#sessionId = sessionId ?? this.#sessionId;
    for (const { participant, reason } of gone) {
      const left = this.#participants.get(participant.participantId);
      if (!left) continue;
      this.#participants.delete(left.id);
      left.onGone();
      this.emit('participantLeft', { participant: left, reason: endReasonOf(reason) });
    }
    for (const participant of upserted) {
      if (this.#session.isSelf(participant.participantId)) continue;
      const known = this.#participants.get(participant.participantId);
      const remote = known ?? this.#listenTo(new RemoteParticipant(participant, this.#session.slots));
      this.#participants.set(remote.id, remote);
      // First the person, then what they publish.
      if (!known) this.emit('participantJoined', remote);
      remote.onParticipant(participant, (subscription) => this.#onNewSubscription(subscription));
      // The node may hear somebody before it tells who it is.
      remote.onSpeaking(this.#speakers.includes(remote.id));
    }
  }

  #listenTo(remote: RemoteParticipant): RemoteParticipant {
    remote.on('updated', () => this.emit('participantUpdated', remote));
    remote.on('subscriptionAdded', (subscription) => this.emit('subscriptionAdded', subscription));
    remote.on('subscriptionRemoved', (subscription) => this.emit('subscriptionRemoved', subscription));
    remote.on('speakingChanged', () => this.emit('speakingChanged', remote));
    return remote;
  }

  #onNewSubscription(subscription: Subscription): void {
    subscription.on('changed', () => this.emit('subscriptionChanged', subscription));
    subscription.on('playbackBlocked', (element) => this.emit('playbackBlocked', element));
    if (this.#autoSubscribe && this.#joined?.grants?.subscribe !== false) subscription.subscribe();
  }

  #onSpeakers(ids: readonly string[]): void {
    const before = this.#speakers.ids.join();
    for (const id of this.#speakers.replace(ids)) this.#personOf(id)?.onSpeaking(this.#speakers.includes(id));
    if (ids.join() !== before) this.emit('speakersChanged', this.speakers);
  }

  #personOf(participantId: string): RemoteParticipant | LocalParticipant | undefined {
    return this.#session.isSelf(participantId) ? this.local : this.#participants.get(participantId);
  }

  #subscriptionOf(trackId: string): Subscription | undefined {
    for (const participant of this.#participants.values()) {
      const subscription = participant.subscriptions.get(trackId);
      if (subscription) return subscription;
    }
    return undefined;
  }
}
