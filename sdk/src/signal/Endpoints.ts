/** Makes the signalling URL of whatever an application or a node gave: http(s) or ws(s), with or without the path. */
export function signalUrl(url: string): string {
  const parsed = new URL(url);
  if (parsed.protocol === 'http:') parsed.protocol = 'ws:';
  if (parsed.protocol === 'https:') parsed.protocol = 'wss:';
  if (parsed.pathname === '/' || parsed.pathname === '') parsed.pathname = '/v1/signal';
  return parsed.href;
}

/** Where to connect next: the known node twice, since most losses are blips, then round through the alternatives. */
export class Endpoints {
  static readonly TRIES_BEFORE_MOVING_ON = 2;

  #urls: string[];
  #current = 0;
  #failures = 0;

  constructor(url: string) {
    this.#urls = [signalUrl(url)];
  }

  get current(): string {
    return this.#urls[this.#current]!;
  }

  /** The node that we are at told of others, best first. */
  setAlternatives(alternatives: readonly string[]): void {
    const here = this.current;
    const others = alternatives.map(signalUrl).filter((url) => url !== here);
    this.#urls = [here, ...new Set(others)];
    this.#current = 0;
  }

  onConnected(): void {
    this.#failures = 0;
  }

  onFailed(): void {
    if (++this.#failures < Endpoints.TRIES_BEFORE_MOVING_ON) return;
    this.#current = (this.#current + 1) % this.#urls.length;
  }

  /** This node does not want us. */
  moveOn(alternatives: readonly string[]): void {
    if (alternatives.length > 0) this.setAlternatives(alternatives);
    this.#current = (this.#current + 1) % this.#urls.length;
    this.#failures = 0;
  }
}
