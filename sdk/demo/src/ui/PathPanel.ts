import type { PathHop, RemoteParticipant, Room, TrackPath } from '@banyan/sdk';
import { h, show } from './dom.js';
import { detailsOf, healthOf, pictureOf, type PathPicture, type PlacedNode } from './pathPicture.js';

// As often as links measure themselves.
const REFRESH_MILLIS = 1000;

const SVG = 'http://www.w3.org/2000/svg';
const COLUMN = 170;
const ROW = 56;
const BOX = { width: 84, height: 26 };

/** Which way everybody's picture comes here: the nodes it passes, and how the links between them are, as a live picture. */
export class PathPanel {
  readonly element: HTMLElement;
  readonly #room: Room;
  readonly #picture = h('div', { class: 'paths-picture' });
  readonly #rows = h('ul', { class: 'paths-rows' });
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(room: Room) {
    this.#room = room;
    this.element = h(
      'aside',
      { class: 'paths', 'aria-label': 'Paths' },
      h('h2', {}, 'Paths'),
      this.#picture,
      this.#rows,
    );
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
      const all = await this.#room.paths();
      const paths = new Map(all.map((path) => [path.trackId, path]));
      this.#picture.replaceChildren(drawn(pictureOf(all, `${this.#room.region}/${this.#room.node}`)));
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

/** The own node is on the right, each column one link further away. */
function drawn({ nodes, links }: PathPicture): SVGElement {
  const depth = Math.max(...nodes.map((node) => node.depth));
  const rows = Math.max(...nodes.map((node) => node.row)) + 1;
  const width = depth * COLUMN + BOX.width;
  const height = rows * ROW;
  const left = (node: PlacedNode): number => (depth - node.depth) * COLUMN;
  const middle = (node: PlacedNode): number => node.row * ROW + ROW / 2;
  const byName = new Map(nodes.map((node) => [node.node, node]));
  const picture = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': 'Links between nodes' });
  for (const { hop, tracks } of links) {
    const from = byName.get(hop.from);
    const to = byName.get(hop.to);
    if (!from || !to) continue;
    const ends = { x1: left(from) + BOX.width, y1: middle(from), x2: left(to), y2: middle(to) };
    const line = svg('line', { ...ends, 'data-health': healthOf(hop), 'stroke-width': Math.min(1 + tracks, 6) });
    const label = svg('text', { x: (ends.x1 + ends.x2) / 2, y: (ends.y1 + ends.y2) / 2 - 6, class: 'link' });
    label.textContent = linkText(hop);
    const title = svg('title', {});
    title.textContent = `${hop.from} → ${hop.to}: ${detailsOf(hop)}`;
    const group = svg('g', {});
    group.append(title, line, label);
    picture.append(group);
  }
  for (const node of nodes) {
    const box = svg('rect', { x: left(node), y: middle(node) - BOX.height / 2, rx: 6, ...BOX });
    const name = svg('text', { x: left(node) + BOX.width / 2, y: middle(node) + 4 });
    name.textContent = node.node;
    picture.append(box, name);
  }
  return picture;
}

function svg(tag: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
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
