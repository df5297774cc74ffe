import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  ClientMessageSchema,
  ServerMessageSchema,
  type ClientMessage,
  type ServerMessage,
} from './gen/banyan/signal/v1/signal_pb.js';

export const SUBPROTOCOL = 'banyan.signal.v1';

/** The part of a browser's WebSocket that is used, so that tests bring their own. */
export type WebSocketLike = Pick<
  WebSocket,
  'binaryType' | 'close' | 'onclose' | 'onerror' | 'onmessage' | 'onopen' | 'send'
>;
export type SocketFactory = (url: string, subprotocol: string) => WebSocketLike;

export interface SocketListener {
  onOpen(): void;
  onMessage(message: ServerMessage): void;
  /** Once, however it ended; not after {@link SignalSocket.close}. */
  onClosed(reason: string): void;
}

/** One WebSocket to a node: messages for frames, and a heartbeat that notices when the other end went silent. */
export class SignalSocket {
  static readonly CONNECT_TIMEOUT_MILLIS = 5000;
  static readonly PING_MILLIS = 5000;
  // Two pings without an answer; a TCP connection alone would notice only after minutes.
  static readonly DEAD_MILLIS = 10_000;

  readonly #socket: WebSocketLike;
  readonly #listener: SocketListener;
  #timer: ReturnType<typeof setTimeout>;
  #open = false;
  #ended = false;
  #heardMillis = 0;
  #rttMillis = 0;

  constructor(url: string, factory: SocketFactory, listener: SocketListener) {
    this.#listener = listener;
    this.#socket = factory(url, SUBPROTOCOL);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onopen = () => this.#onOpen();
    this.#socket.onmessage = (event: MessageEvent<unknown>) => this.#onFrame(event.data);
    this.#socket.onclose = (event) => this.#end(event.reason || `closed with ${event.code}`);
    this.#socket.onerror = () => this.#end('the connection failed');
    this.#timer = setTimeout(() => this.#end('no connection in time'), SignalSocket.CONNECT_TIMEOUT_MILLIS);
  }

  /** Round trip of the last answered ping; 0: not known yet. */
  get rttMillis(): number {
    return this.#rttMillis;
  }

  /** False: the socket is not open, the message was not sent. */
  send(message: ClientMessage): boolean {
    if (!this.#open) return false;
    this.#socket.send(toBinary(ClientMessageSchema, message));
    return true;
  }

  /** Ends it without telling the listener. 1000 means for the node: gone on purpose; without a code: lost. */
  close(code?: number): void {
    this.#detach();
    this.#socket.close(code);
  }

  #onOpen(): void {
    this.#open = true;
    this.#heardMillis = Date.now();
    clearTimeout(this.#timer);
    this.#timer = setInterval(() => this.#beat(), SignalSocket.PING_MILLIS);
    this.#listener.onOpen();
  }

  #onFrame(data: unknown): void {
    this.#heardMillis = Date.now();
    let message: ServerMessage;
    try {
      message = fromBinary(ServerMessageSchema, new Uint8Array(data as ArrayBuffer));
    } catch {
      this.#end('not a message of this protocol');
      return;
    }
    if (message.message.case === 'pong') {
      this.#onPong(Date.now() - Number(message.message.value.clientTimeMillis));
    } else {
      this.#listener.onMessage(message);
    }
  }

  /** The computer's clock may have been set in between: what cannot be a round trip is none. */
  #onPong(rttMillis: number): void {
    if (rttMillis >= 0 && rttMillis < SignalSocket.DEAD_MILLIS) this.#rttMillis = Math.max(1, rttMillis);
  }

  #beat(): void {
    const nowMillis = Date.now();
    if (nowMillis - this.#heardMillis >= SignalSocket.DEAD_MILLIS) {
      this.#end('nothing heard from the node');
      return;
    }
    const ping = { clientTimeMillis: BigInt(nowMillis), rttMillis: this.#rttMillis };
    this.send(create(ClientMessageSchema, { message: { case: 'ping', value: ping } }));
  }

  #end(reason: string): void {
    if (this.#ended) return;
    this.#detach();
    // Only 1000 and 3000–4999 may be given by a page: without one it is 1005, which a node takes for a loss.
    this.#socket.close();
    this.#listener.onClosed(reason);
  }

  #detach(): void {
    this.#ended = true;
    this.#open = false;
    clearTimeout(this.#timer);
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = this.#socket.onerror = null;
  }
}
