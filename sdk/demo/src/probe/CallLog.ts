import type { Room, Subscription } from '@banyan/sdk';
import { nowMillis } from '../fake/clock.js';

export interface LogEntry {
  /** Milliseconds since 1970, comparable between the pages of one machine. */
  atMillis: number;
  event: string;
  participantId?: string;
  name?: string;
  trackId?: string;
  source?: string;
  state?: string;
  muted?: boolean;
  reason?: string;
  code?: string;
}

/** What happened in a room, and when. */
export class CallLog {
  readonly entries: LogEntry[] = [];

  add(event: string, more: Omit<LogEntry, 'atMillis' | 'event'> = {}): void {
    this.entries.push({ atMillis: nowMillis(), event, ...more });
  }

  listen(room: Room): void {
    room.on('stateChanged', (state) => this.add('stateChanged', { state }));
    room.on('mediaStateChanged', (state) => this.add('mediaStateChanged', { state }));
    room.on('rejoined', () => this.add('rejoined', { participantId: room.local.id }));
    room.on('warning', ({ code, message }) => this.add('warning', { code, reason: message }));
    room.on('failed', ({ code, message }) => this.add('failed', { code, reason: message }));
    room.on('participantJoined', ({ id, displayName }) => {
      this.add('participantJoined', { participantId: id, name: displayName });
    });
    room.on('participantUpdated', ({ id, displayName, isReconnecting }) => {
      const state = isReconnecting ? 'reconnecting' : 'present';
      this.add('participantUpdated', { participantId: id, name: displayName, state });
    });
    room.on('participantLeft', ({ participant, reason }) => {
      this.add('participantLeft', { participantId: participant.id, name: participant.displayName, reason });
    });
    room.on('subscriptionAdded', (subscription) => this.#addTrack('subscriptionAdded', subscription));
    room.on('subscriptionChanged', (subscription) => this.#addTrack('subscriptionChanged', subscription));
    room.on('subscriptionRemoved', (subscription) => this.#addTrack('subscriptionRemoved', subscription));
  }

  #addTrack(event: string, { id, participantId, source, state, muted }: Subscription): void {
    this.add(event, { trackId: id, participantId, source, state, muted });
  }
}
