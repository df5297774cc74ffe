import type { PathHop, RemoteParticipant, Room, TrackPath } from '@banyan/sdk';
import { h, show } from './dom.js';

// As often as links measure themselves.
const REFRESH_MILLIS = 1000;

/** Which way everybody's picture comes here: the nodes it passes, and how the links between them are. */
export class PathPanel {
  readonly element: HTMLElement;
  readonly #room: Room;
  readonly #rows = h('ul', { class: 'paths-rows' });
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(room: Room) {
    this.#room = room;
    this.element = h('aside', { class: 'paths', 'aria-label': 'Paths' }, h('h2', {}, 'Paths'), this.#rows);
    show(this.element, false);
  }

  get isOpen(): boolean {
    return this.#timer !== undefined;
  }

  toggle(): void {
    if (this.isOpen) {
      this.close();
    } else {
      this.#timer = setInterval(() => void this.#refresh(), REFRESH_MILLIS);
      void this.#refresh();
    }
    show(this.element, this.isOpen);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #refresh(): Promise<void> {
    try {
      const paths = new Map((await this.#room.paths()).map((path) => [path.trackId, path]));
      this.#rows.replaceChildren(
        ...[...this.#room.participants.values()].map((participant) => this.#row(participant, paths)),
      );
    } catch {
      // The connection is away; the panel goes on when it is back.
    }
  }

  #row(participant: RemoteParticipant, paths: Map<string, TrackPath>): HTMLElement {
    const track = participant.subscription('camera') ?? participant.subscription('microphone');
    const hops = track ? (paths.get(track.id)?.hops ?? []) : [];
    return h(
      'li',
      {},
      h('strong', {}, participant.displayName),
      h('span', { class: 'path' }, pathText(participant, hops, `${this.#room.region}/${this.#room.node}`)),
    );
  }
}

/** "eu/eu-1 → 84 ms, 1.2 % → us/us-1". */
export function pathText(participant: { region: string; node: string }, hops: readonly PathHop[], own: string): string {
  const [first] = hops;
  const origin = `${participant.region}/${participant.node}`;
  if (!first) return origin === own ? own : `${origin} …`;
  return hops.reduce((text, hop) => `${text} → ${linkText(hop)} → ${hop.to}`, first.from);
}

function linkText({ rttMillis, loss }: PathHop): string {
  const rtt = rttMillis === undefined ? '? ms' : `${rttMillis.toFixed(rttMillis < 10 ? 1 : 0)} ms`;
  return loss === 0 ? rtt : `${rtt}, ${(loss * 100).toFixed(1)} %`;
}
