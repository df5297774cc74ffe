import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { TimeoutError, type BanyanError } from '../errors.js';
import { errorOf } from './errorMapping.js';
import { ClientMessageSchema, type ClientMessage, type ServerMessage } from './gen/banyan/signal/v1/signal_pb.js';

export type ClientMessageBody = NonNullable<MessageInitShape<typeof ClientMessageSchema>['message']>;

interface Pending {
  message: ClientMessage;
  resolve(reply: ServerMessage): void;
  reject(error: BanyanError): void;
  timer: ReturnType<typeof setTimeout>;
}

/**
 * Requests without a reply yet, in the order they were made. They outlive a lost socket: sent again under the same id
 * they are answered with the same reply and do nothing twice.
 */
export class PendingRequests {
  // Longer than the 30 s for which a node keeps a participant that lost its socket, so that a resume comes first.
  static readonly TIMEOUT_MILLIS = 40_000;

  readonly #pending = new Map<string, Pending>();
  readonly #prefix = Math.random().toString(36).slice(2, 10);
  #count = 0;

  /** A message with an id that no other request of this participant has. */
  message(body: ClientMessageBody): ClientMessage {
    return create(ClientMessageSchema, { requestId: `${this.#prefix}-${++this.#count}`, message: body });
  }

  /** Settles with the reply, the error that the node answered with, or a TimeoutError. */
  add(message: ClientMessage): Promise<ServerMessage> {
    const { promise, resolve, reject } = withResolvers<ServerMessage>();
    const timer = setTimeout(() => {
      this.#pending.delete(message.requestId);
      reject(new TimeoutError('TIMEOUT', `No answer to ${message.message.case ?? 'a request'} in time.`));
    }, PendingRequests.TIMEOUT_MILLIS);
    this.#pending.set(message.requestId, { message, resolve, reject, timer });
    return promise;
  }

  /** False: it answers no request of ours (any more). */
  onReply(reply: ServerMessage): boolean {
    const pending = this.#pending.get(reply.requestId);
    if (!pending) return false;
    this.#pending.delete(reply.requestId);
    clearTimeout(pending.timer);
    if (reply.message.case === 'error') pending.reject(errorOf(reply.message.value));
    else pending.resolve(reply);
    return true;
  }

  /** What has to be sent again after a resume. */
  unanswered(): ClientMessage[] {
    return [...this.#pending.values()].map((pending) => pending.message);
  }

  rejectAll(error: BanyanError): void {
    for (const pending of this.#pending.values()) {
      clearTimeout(pending.timer);
      pending.reject(error);
    }
    this.#pending.clear();
  }
}

function withResolvers<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (reason: BanyanError) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (reason: BanyanError) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
