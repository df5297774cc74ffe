/** Cuts the signalling socket for a while, as a network would; media does not notice. */
export class SignalCut {
  // Neither leave nor 1000/1001: the node takes it for a loss.
  static readonly LOST = 4000;

  readonly #open = new Set<WebSocket>();
  #cutUntilMillis = 0;

  constructor() {
    const isCut = (): boolean => Date.now() < this.#cutUntilMillis;
    const open = this.#open;
    globalThis.WebSocket = class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        // Nothing listens there: the attempt fails as it would without a network.
        super(isCut() ? 'ws://127.0.0.1:65534/' : url, protocols);
        open.add(this);
        this.addEventListener('close', () => open.delete(this));
      }
    };
  }

  cut(seconds: number): void {
    this.#cutUntilMillis = Date.now() + seconds * 1000;
    for (const socket of this.#open) {
      // A page cannot cut a connection; it can stop listening and tell its own side at once.
      socket.close(SignalCut.LOST);
      socket.dispatchEvent(new CloseEvent('close', { code: 1006 }));
    }
  }
}
