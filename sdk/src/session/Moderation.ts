import { create } from '@bufbuild/protobuf';
import {
  Moderate_KickSchema,
  Moderate_PromoteSchema,
  type Moderate,
} from '../signal/gen/banyan/signal/v1/signal_pb.js';
import type { CallSession } from './CallSession.js';
import { wireSourceOf, type TrackSource } from './model.js';

type Action = Exclude<Moderate['action'], { case: undefined }>;

/** What somebody whose token has the grant `admin` may do to the room, in all its regions. */
export class Moderation {
  readonly #session: CallSession;

  /** @internal */
  constructor(session: CallSession) {
    this.#session = session;
  }

  /** Puts somebody out, wherever they are; for `banSeconds` they may not come back. */
  async kick(identity: string, options: { banSeconds?: number } = {}): Promise<void> {
    await this.#ask({ case: 'kick', value: kick(identity, options.banSeconds ?? 0) });
  }

  /**
   * Decides what somebody may publish, whatever the token says, until the session ends: a viewer speaks without joining
   * anew, or with an empty list a speaker only listens from now on.
   */
  async promote(identity: string, publish: readonly TrackSource[]): Promise<void> {
    const value = create(Moderate_PromoteSchema, { identity, publish: publish.map(wireSourceOf) });
    await this.#ask({ case: 'promote', value });
  }

  /** Puts everybody out and ends the session. */
  async end(): Promise<void> {
    await this.#ask({ case: 'end', value: true });
  }

  /** Lets nobody else in, or again everybody. */
  async lock(locked: boolean): Promise<void> {
    await this.#ask({ case: 'lock', value: locked });
  }

  async #ask(action: Action): Promise<void> {
    await this.#session.request({ case: 'moderate', value: { action } });
  }
}

function kick(identity: string, banSeconds: number): Extract<Action, { case: 'kick' }>['value'] {
  return create(Moderate_KickSchema, { identity, banSeconds });
}
