import { create } from '@bufbuild/protobuf';
import { Moderate_KickSchema, type Moderate } from '../signal/gen/banyan/signal/v1/signal_pb.js';
import type { CallSession } from './CallSession.js';

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
