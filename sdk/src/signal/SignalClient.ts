import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { ConnectionError, BanyanError, RejoinRequiredError } from '../errors.js';
import { Emitter } from '../events.js';
import { Backoff } from './Backoff.js';
import { Endpoints } from './Endpoints.js';
import { endedErrorOf, errorOf } from './errorMapping.js';
import {
  ClientMessageSchema,
  EndReason,
  type ClientMessage,
  type Ended,
  type Joined,
  type JoinSchema,
  type Resumed,
  type RosterVersion,
  type ServerMessage,
} from './gen/banyan/signal/v1/signal_pb.js';
import { PendingRequests, type ClientMessageBody } from './PendingRequests.js';
import { reactionTo, rejoinsAfter, retryAfterMillis } from './reaction.js';
import { SequenceTracker } from './SequenceTracker.js';
import { SignalSocket, type SocketFactory } from './SignalSocket.js';

/** How the participant stands with its node. `failed` and `left` are final. */
export type SignalState = 'connecting' | 'connected' | 'reconnecting' | 'failed' | 'left';

export interface SignalClientOptions {
  url: string;
  /** Makes the first message of a new participant; `replaces` is the id of the one it takes the place of, or empty. */
  makeJoin(replaces: string): Promise<MessageInitShape<typeof JoinSchema>>;
  /** What a resume says that it has seen. */
  rosterVersion(): RosterVersion | undefined;
  socketFactory: SocketFactory;
  joinTimeoutMillis: number;
  random?: () => number;
}

export interface SignalEvents {
  state: SignalState;
  /** A new participant: the first, or (`again`) one in the place of the last. */
  joined: { joined: Joined; again: boolean };
  resumed: Resumed;
  /** What the node says by itself, in order, once. */
  message: ServerMessage;
  /** The connection is fine, something about it was refused (a rate limit, for example). */
  warning: BanyanError;
  failed: BanyanError;
}

/**
 * A participant's signalling over as many connections as it takes: joins, resumes after a loss for as long as the node
 * keeps the participant, then joins anew in its place, at the alternatives if need be. Asked and told in terms of
 * messages; knows nothing of media.
 */
export class SignalClient extends Emitter<SignalEvents> {
  // After this long without any node there is nobody left who would wait for us.
  static readonly GIVE_UP_MILLIS = 120_000;
  // A connection that lasted this long was a good one: the next loss starts with the shortest wait again.
  static readonly STABLE_MILLIS = 10_000;

  readonly #options: SignalClientOptions;
  readonly #endpoints: Endpoints;
  readonly #backoff: Backoff;
  readonly #sequence = new SequenceTracker();
  #pending = new PendingRequests();
  #state: SignalState = 'connecting';
  #socket: SignalSocket | undefined;
  #joinMessage: Promise<ClientMessage> | undefined;
  #joined: Joined | undefined;
  #resumeToken = '';
  #connectedAtMillis = 0;
  #lostAtMillis = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SignalClientOptions) {
    super();
    this.#options = options;
    this.#endpoints = new Endpoints(options.url);
    this.#backoff = new Backoff(options.random);
  }

  get state(): SignalState {
    return this.#state;
  }

  get rttMillis(): number {
    return this.#socket?.rttMillis ?? 0;
  }

  /** Starts to join; `joined` or `failed` follows. */
  start(): void {
    this.#lostAtMillis = Date.now();
    this.#connect();
  }

  /** Sends a request now or as soon as there is a connection again. */
  request(body: ClientMessageBody): Promise<ServerMessage> {
    const message = this.#pending.message(body);
    const reply = this.#pending.add(message);
    if (this.#state === 'failed' || this.#state === 'left') {
      this.#pending.rejectAll(new ConnectionError('The call is over.'));
    } else if (this.#state === 'connected') {
      this.#socket?.send(message);
    }
    return reply;
  }

  /** Sends what has no reply and is worth nothing later; dropped without a connection. */
  tell(body: ClientMessageBody): void {
    if (this.#state === 'connected') this.#socket?.send(create(ClientMessageSchema, { message: body }));
  }

  /** Gone on purpose. */
  leave(): void {
    this.tell({ case: 'leave', value: {} });
    this.#finish('left', new ConnectionError('The call was left.'));
  }

  /** The network may be back: do not wait out the back-off. */
  hurry(): void {
    if (this.#retryTimer === undefined) return;
    this.#backoff.reset();
    this.#schedule(0);
  }

  /** Gives up this participant for a new one in its place; `alternatives`: not at this node. */
  rejoin(alternatives?: readonly string[]): void {
    if (this.#state === 'failed' || this.#state === 'left') return;
    this.#socket?.close();
    if (alternatives) this.#endpoints.moveOn(alternatives);
    this.#forgetParticipant('The participant is replaced by a new one.');
    this.#onLost();
  }

  #connect(): void {
    this.#retryTimer = undefined;
    const resumable = this.#resumeToken !== '' && Date.now() < this.#lostAtMillis + this.#resumeMillis();
    if (!resumable && this.#resumeToken !== '') this.#forgetParticipant('The node did not keep the participant.');
    const first = resumable ? undefined : this.#makeJoin();
    // It is awaited when the socket opens, which may be never.
    first?.catch(() => undefined);
    try {
      const socket: SignalSocket = new SignalSocket(this.#endpoints.current, this.#options.socketFactory, {
        onOpen: () => void this.#onOpen(socket, first),
        onMessage: (message) => this.#onMessage(message),
        onClosed: (reason) => this.#onFailedAttempt(new ConnectionError(`No connection to the node: ${reason}.`)),
      });
      this.#socket = socket;
    } catch (cause) {
      // A browser refuses ws: from a page that came over https:, whatever the node would say.
      this.#finish('failed', new ConnectionError(`Cannot connect to ${this.#endpoints.current}.`, { cause }));
    }
  }

  /** The same message, under the same id, until it was answered: a join whose answer was lost happens once. */
  #makeJoin(): Promise<ClientMessage> {
    this.#joinMessage ??= this.#options
      .makeJoin(this.#joined?.participantId ?? '')
      .then((join) => this.#pending.message({ case: 'join', value: join }))
      .catch((error: unknown) => {
        this.#joinMessage = undefined;
        throw error;
      });
    return this.#joinMessage;
  }

  async #onOpen(socket: SignalSocket, first: Promise<ClientMessage> | undefined): Promise<void> {
    try {
      socket.send(first ? await first : this.#resumeMessage());
    } catch (cause) {
      const wrapped = new ConnectionError('There is no token or no offer to join with.', { cause });
      const error = cause instanceof BanyanError ? cause : wrapped;
      // In a call, where tokens come from may be away as the node was: then it is tried again as well.
      if (this.#joined) this.#onFailedAttempt(error);
      else this.#finish('failed', error);
    }
  }

  #resumeMessage(): ClientMessage {
    const rosterVersion = this.#options.rosterVersion();
    const value = { resumeToken: this.#resumeToken, receivedSequence: this.#sequence.received };
    return this.#pending.message({ case: 'resume', value: rosterVersion ? { ...value, rosterVersion } : value });
  }

  #onMessage(message: ServerMessage): void {
    const body = message.message;
    // What answers a resume stands outside the participant's sequence: it says where that goes on.
    if (body.case === 'resumed') return this.#onResumed(body.value);
    if (!this.#sequence.onMessage(message)) return;
    if (body.case === 'joined') return this.#onJoined(body.value);
    if (body.case === 'ended') return this.#onEnded(body.value);
    if (this.#pending.onReply(message)) return;
    if (body.case === 'error') return this.#onError(errorOf(body.value), body.value.fatal, message.requestId);
    if (message.requestId === '') this.emit('message', message);
  }

  #onJoined(joined: Joined): void {
    const again = this.#joined !== undefined;
    this.#joined = joined;
    this.#joinMessage = undefined;
    this.#resumeToken = joined.resumeToken;
    this.#endpoints.setAlternatives(joined.alternatives);
    this.#onConnected();
    this.emit('joined', { joined, again });
    this.#setState('connected');
    this.#sendUnanswered();
  }

  #onResumed(resumed: Resumed): void {
    this.#resumeToken = resumed.resumeToken;
    this.#sequence.onResumed(resumed.nextSequence);
    this.#onConnected();
    this.emit('resumed', resumed);
    this.#setState('connected');
    this.#sendUnanswered();
  }

  #onConnected(): void {
    this.#endpoints.onConnected();
    this.#connectedAtMillis = Date.now();
  }

  #sendUnanswered(): void {
    for (const message of this.#pending.unanswered()) this.#socket?.send(message);
  }

  #onEnded(ended: Ended): void {
    const error = endedErrorOf(ended);
    if (rejoinsAfter(ended.reason)) {
      // A node that stops is not there to come back to.
      this.rejoin(ended.reason === EndReason.NODE_STOPPED ? [] : undefined);
    } else {
      this.#finish(ended.reason === EndReason.LEFT ? 'left' : 'failed', error);
    }
  }

  #onError(error: BanyanError, fatal: boolean, requestId: string): void {
    if (this.#state !== 'connected' || fatal) this.#onFailedAttempt(error);
    // Of a request that was answered already: the node was asked again after a resume.
    else if (requestId === '') this.emit('warning', error);
  }

  #onFailedAttempt(error: BanyanError): void {
    this.#socket?.close();
    // A join that was answered, if only by a refusal, is not the same join when it is tried again.
    if (!(error instanceof ConnectionError)) this.#joinMessage = undefined;
    const reaction = reactionTo(error);
    if (reaction === 'give-up') return this.#finish('failed', error);
    if (reaction === 'rejoin') {
      if (error instanceof RejoinRequiredError && error.alternatives.length > 0) {
        this.#endpoints.setAlternatives(error.alternatives);
      }
      this.#forgetParticipant(error.message);
    } else if (reaction === 'elsewhere') {
      this.#endpoints.moveOn('alternatives' in error ? (error.alternatives as string[]) : []);
    } else if (this.#state !== 'connected') {
      this.#endpoints.onFailed();
    }
    this.#onLost(error);
  }

  #onLost(error?: BanyanError): void {
    const nowMillis = Date.now();
    if (this.#state === 'connected') {
      this.#lostAtMillis = nowMillis;
      if (nowMillis - this.#connectedAtMillis >= SignalClient.STABLE_MILLIS) this.#backoff.reset();
      this.#setState('reconnecting');
    }
    const limitMillis = this.#joined ? SignalClient.GIVE_UP_MILLIS : this.#options.joinTimeoutMillis;
    const waitMillis = Math.max(this.#backoff.nextMillis(), error ? retryAfterMillis(error) : 0);
    if (nowMillis + waitMillis > this.#lostAtMillis + limitMillis) {
      this.#finish('failed', error ?? new ConnectionError('No node can be reached.'));
    } else {
      this.#schedule(waitMillis);
    }
  }

  #schedule(millis: number): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.#connect(), millis);
  }

  #resumeMillis(): number {
    return (this.#joined?.resumeSeconds ?? 0) * 1000;
  }

  #forgetParticipant(why: string): void {
    this.#resumeToken = '';
    this.#sequence.reset();
    this.#pending.rejectAll(new RejoinRequiredError('REJOIN', why));
    this.#pending = new PendingRequests();
    this.#joinMessage = undefined;
  }

  #finish(state: 'failed' | 'left', error: BanyanError): void {
    if (this.#state === 'failed' || this.#state === 'left') return;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    this.#socket?.close(1000);
    this.#pending.rejectAll(error);
    this.#setState(state);
    if (state === 'failed') this.emit('failed', error);
  }

  #setState(state: SignalState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.emit('state', state);
  }
}
