import { create, fromBinary, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import {
  ClientMessageSchema,
  ServerMessageSchema,
  type ClientMessage,
} from '../signal/gen/banyan/signal/v1/signal_pb.js';
import type { WebSocketLike } from '../signal/SignalSocket.js';

/** A WebSocket whose other end is the test. */
export class FakeSocket implements WebSocketLike {
  binaryType: BinaryType = 'blob';
  onopen: WebSocketLike['onopen'] = null;
  onmessage: WebSocketLike['onmessage'] = null;
  onclose: WebSocketLike['onclose'] = null;
  onerror: WebSocketLike['onerror'] = null;
  readonly sent: ClientMessage[] = [];
  /** How the client closed it; undefined: it did not. */
  closedWith: number | 'no code' | undefined;
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    this.sent.push(fromBinary(ClientMessageSchema, data as Uint8Array));
  }

  close(code?: number): void {
    this.closedWith ??= code ?? 'no code';
  }

  /** What the client sent without its pings. */
  get messages(): ClientMessage[] {
    return this.sent.filter((message) => message.message.case !== 'ping');
  }

  /** The last message of a kind. */
  last(kind: ClientMessage['message']['case']): ClientMessage {
    const found = this.sent.findLast((message) => message.message.case === kind);
    if (!found) throw new Error(`nothing of kind ${kind} was sent`);
    return found;
  }

  open(): void {
    this.onopen?.call(this as never, new Event('open'));
  }

  say(message: MessageInitShape<typeof ServerMessageSchema>): void {
    const data = toBinary(ServerMessageSchema, create(ServerMessageSchema, message)).buffer;
    this.onmessage?.call(this as never, { data } as MessageEvent);
  }

  drop(code = 1006): void {
    this.onclose?.call(this as never, { code, reason: '' } as CloseEvent);
  }
}

/** Makes them, and keeps them for the test. */
export class FakeSockets {
  readonly all: FakeSocket[] = [];
  readonly factory = (url: string): FakeSocket => {
    const socket = new FakeSocket(url);
    this.all.push(socket);
    return socket;
  };

  get latest(): FakeSocket {
    return this.all.at(-1)!;
  }
}
