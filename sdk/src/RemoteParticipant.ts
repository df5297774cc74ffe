import { Emitter } from './events.js';
import type { SlotBoard } from './rtc/slots/SlotBoard.js';
import type { TrackSource } from './session/model.js';
import { Presence, type Participant } from './signal/gen/banyan/signal/v1/signal_pb.js';
import { Subscription } from './Subscription.js';

export interface RemoteParticipantEvents {
  /** Name, attributes, presence, hand or the right to speak changed. */
  updated: RemoteParticipant;
  subscriptionAdded: Subscription;
  subscriptionRemoved: Subscription;
  speakingChanged: boolean;
}

/** Somebody else in the room. */
export class RemoteParticipant extends Emitter<RemoteParticipantEvents> {
  readonly id: string;
  readonly #board: SlotBoard;
  readonly #subscriptions = new Map<string, Subscription>();
  #participant: Participant;
  #isSpeaking = false;

  /** @internal */
  constructor(participant: Participant, board: SlotBoard) {
    super();
    this.id = participant.participantId;
    this.#participant = participant;
    this.#board = board;
  }

  /** Who it is, as the token said; the same after a rejoin, while `id` is of this one join. */
  get identity(): string {
    return this.#participant.identity;
  }

  get displayName(): string {
    return this.#participant.displayName || this.#participant.identity;
  }

  get attributes(): Readonly<Record<string, string>> {
    return this.#participant.attributes;
  }

  get region(): string {
    return this.#participant.region;
  }

  /** The node of that region. */
  get node(): string {
    return this.#participant.node;
  }

  get joinedAt(): Date {
    return new Date(Number(this.#participant.joinedAtMillis));
  }

  /** Its connection is lost at the moment; what it sends may still flow. */
  get isReconnecting(): boolean {
    return this.#participant.presence === Presence.RECONNECTING;
  }

  /** Whether it may publish a microphone. */
  get canSpeak(): boolean {
    return this.#participant.canSpeak;
  }

  /** Since when it asks for the right to speak. */
  get handRaisedAt(): Date | undefined {
    const { handRaisedAtMillis } = this.#participant;
    return handRaisedAtMillis === 0n ? undefined : new Date(Number(handRaisedAtMillis));
  }

  /** As the node hears it. */
  get isSpeaking(): boolean {
    return this.#isSpeaking;
  }

  /** What it publishes, by track id. */
  get subscriptions(): ReadonlyMap<string, Subscription> {
    return this.#subscriptions;
  }

  /** Its first track of a source. */
  subscription(source: TrackSource): Subscription | undefined {
    return [...this.#subscriptions.values()].find((subscription) => subscription.source === source);
  }

  /** @internal Takes what the roster says; tracks that are new are handed to `onNew` before anybody else hears of them. */
  onParticipant(participant: Participant, onNew: (subscription: Subscription) => void): void {
    const before = this.#participant;
    this.#participant = participant;
    const present = new Set(participant.tracks.map((track) => track.trackId));
    for (const [trackId, subscription] of this.#subscriptions) {
      if (!present.has(trackId)) this.#remove(subscription);
    }
    for (const track of participant.tracks) {
      const known = this.#subscriptions.get(track.trackId);
      if (known) {
        known.onTrack(track);
      } else {
        const subscription = new Subscription(track, this.id, this.#board);
        this.#subscriptions.set(track.trackId, subscription);
        onNew(subscription);
        this.emit('subscriptionAdded', subscription);
      }
    }
    if (hasChanged(before, participant)) this.emit('updated', this);
  }

  /** @internal */
  onSpeaking(speaking: boolean): void {
    if (speaking === this.#isSpeaking) return;
    this.#isSpeaking = speaking;
    this.emit('speakingChanged', speaking);
  }

  /** @internal */
  onGone(): void {
    for (const subscription of this.#subscriptions.values()) this.#remove(subscription);
  }

  #remove(subscription: Subscription): void {
    this.#subscriptions.delete(subscription.id);
    subscription.onEnded();
    this.emit('subscriptionRemoved', subscription);
  }
}

function hasChanged(before: Participant, after: Participant): boolean {
  return (
    before.displayName !== after.displayName ||
    before.presence !== after.presence ||
    before.canSpeak !== after.canSpeak ||
    before.handRaisedAtMillis !== after.handRaisedAtMillis ||
    JSON.stringify(before.attributes) !== JSON.stringify(after.attributes)
  );
}
