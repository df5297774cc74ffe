import type { RemoteParticipant, Room, Subscription } from '@banyan/sdk';
import type { Sources } from '../sources.js';
import { Banner } from './Banner.js';
import { Controls } from './Controls.js';
import { h } from './dom.js';
import { explain } from './explain.js';
import { gridLayout } from './gridLayout.js';
import { HandsPanel } from './HandsPanel.js';
import { icon } from './icons.js';
import { brand } from './joinPage.js';
import { NetworkPanel } from './NetworkPanel.js';
import { PathPanel } from './PathPanel.js';
import { ownQualityText } from './qualityText.js';
import { RemoteTile, Tile, type TileKind } from './Tile.js';

const GAP = 12;
// A warning that nobody acts on goes away by itself.
const WARNING_MILLIS = 6000;

/** The call: everybody in a grid, oneself among them, and the controls. */
export class CallPage {
  readonly element: HTMLElement;
  readonly controls: Controls;
  readonly #room: Room;
  readonly #sources: Sources;
  readonly #banner = new Banner();
  readonly #grid = h('section', { class: 'grid', 'aria-label': 'Participants' });
  readonly #count = h('span', { class: 'count', role: 'status' });
  readonly #self = new Tile('camera');
  readonly #paths: PathPanel;
  readonly #network: NetworkPanel;
  readonly #hands: HandsPanel;
  readonly #tiles = new Map<string, RemoteTile>();
  readonly #resized: ResizeObserver;
  readonly #onKey = (event: KeyboardEvent): void => this.controls.onKey(event);

  constructor(room: Room, sources: Sources) {
    this.#room = room;
    this.#sources = sources;
    this.#paths = new PathPanel(room);
    this.#network = new NetworkPanel(
      room,
      (downlink) => this.#eachTile((tile) => tile.onLayers(downlink?.layers)),
      () => this.#eachTile((tile) => tile.want(this.#network.quality)),
    );
    this.#hands = new HandsPanel(room, (error) => this.#warn(error));
    this.controls = new Controls(room, sources, (error) => this.#warn(error));
    this.element = this.#page();
    this.#self.element.classList.add('self');
    this.#grid.append(this.#self.element);
    this.#resized = new ResizeObserver(() => this.#layOut());
    this.#resized.observe(this.#grid);
    addEventListener('keydown', this.#onKey);
    this.#listen();
    for (const participant of room.participants.values()) this.#update(participant);
    this.#updateSelf();
    this.#banner.onState(room.state, room.mediaState);
  }

  /** Of the others: cameras and screens. */
  get tiles(): Iterable<RemoteTile> {
    return this.#tiles.values();
  }

  close(): void {
    removeEventListener('keydown', this.#onKey);
    this.#resized.disconnect();
    this.#paths.close();
    this.#network.close();
    for (const tile of this.#tiles.values()) tile.remove();
    this.#tiles.clear();
  }

  #page(): HTMLElement {
    const copy = h(
      'button',
      { class: 'small', type: 'button', title: 'Copy the link to this room' },
      icon('link'),
      'Invite',
    );
    copy.onclick = () => {
      const link = new URL(location.href);
      link.search = new URLSearchParams({ room: this.#room.name }).toString();
      void navigator.clipboard?.writeText(link.href).then(() => (copy.lastChild!.textContent = 'Link copied'));
    };
    const paths = h(
      'button',
      { class: 'small', type: 'button', title: 'Which way the pictures come here', 'aria-expanded': 'false' },
      icon('path'),
      'Paths',
    );
    const network = h(
      'button',
      { class: 'small', type: 'button', title: 'What the network carries', 'aria-expanded': 'false' },
      icon('quality'),
      'Network',
    );
    const toggle = (panel: PathPanel | NetworkPanel): void => {
      // They stand in the same place.
      for (const other of [this.#paths, this.#network]) if (other === panel || other.isOpen) other.toggle();
      paths.setAttribute('aria-expanded', String(this.#paths.isOpen));
      network.setAttribute('aria-expanded', String(this.#network.isOpen));
    };
    paths.onclick = () => toggle(this.#paths);
    network.onclick = () => toggle(this.#network);
    const header = h(
      'header',
      { class: 'call-header' },
      brand(),
      h('h1', {}, this.#room.name),
      this.#count,
      network,
      paths,
      copy,
    );
    return h(
      'main',
      { class: 'call' },
      header,
      this.#banner.element,
      this.#grid,
      this.#paths.element,
      this.#network.element,
      this.#hands.element,
      this.controls.element,
    );
  }

  #listen(): void {
    const room = this.#room;
    const update = (participant: RemoteParticipant): void => this.#update(participant);
    const updateOwner = ({ participantId }: Subscription): void => {
      const participant = room.participants.get(participantId);
      if (participant) this.#update(participant);
    };
    room.on('participantJoined', update);
    room.on('participantUpdated', update);
    room.on('participantLeft', ({ participant }) => this.#remove(participant));
    room.on('subscriptionAdded', updateOwner);
    room.on('subscriptionRemoved', updateOwner);
    room.on('subscriptionChanged', updateOwner);
    room.on('speakingChanged', (participant) => {
      if (participant === room.local) this.#self.setSpeaking(room.local.isSpeaking);
      else this.#update(participant as RemoteParticipant);
    });
    room.on('stateChanged', () => this.#banner.onState(room.state, room.mediaState));
    room.on('rejoined', () => this.#updateSelf());
    room.on('mediaStateChanged', () => this.#banner.onState(room.state, room.mediaState));
    room.on('qualityChanged', () => this.#onQuality());
    room.on('warning', (error) => this.#warn(error));
    room.on('playbackBlocked', (element) => {
      this.#banner.onPlaybackBlocked(() => {
        for (const media of this.#grid.querySelectorAll('audio')) void media.play();
        void element.play().then(() => this.#banner.onState(room.state, room.mediaState));
      });
    });
    room.on('participantUpdated', () => this.#hands.update());
    room.on('participantLeft', () => this.#hands.update());
    room.on('participantJoined', () => this.#hands.update());
    room.on('grantsChanged', () => this.#updateSelf());
    room.local.on('handChanged', () => this.controls.update());
    room.local.on('publicationAdded', () => this.#updateSelf());
    room.local.on('publicationRemoved', () => this.#updateSelf());
    room.local.on('publicationChanged', () => this.#updateSelf());
  }

  #onQuality(): void {
    const { sending, receiving } = this.#room.quality;
    this.#self.setQuality(sending);
    this.#banner.onQuality(ownQualityText(sending, receiving));
    this.#banner.onState(this.#room.state, this.#room.mediaState);
  }

  #update(participant: RemoteParticipant): void {
    // Events of somebody who is leaving still come in after they are out of the list.
    if (!this.#room.participants.has(participant.id)) return;
    this.#updateTile(participant, 'camera', true);
    this.#updateTile(participant, 'screen', participant.subscription('screen') !== undefined);
  }

  #updateTile(participant: RemoteParticipant, kind: TileKind, isThere: boolean): void {
    const key = `${kind} ${participant.id}`;
    const tile = this.#tiles.get(key);
    if (tile && isThere) return tile.update();
    if (tile) {
      tile.remove();
      this.#tiles.delete(key);
    } else if (isThere) {
      const made = new RemoteTile(participant, kind, this.#network.quality);
      this.#tiles.set(key, made);
      if (kind === 'screen') this.#grid.prepend(made.element);
      else this.#grid.append(made.element);
    }
    if ((tile !== undefined) !== isThere) this.#layOut();
  }

  #eachTile(act: (tile: RemoteTile) => void): void {
    for (const tile of this.#tiles.values()) act(tile);
  }

  #remove(participant: RemoteParticipant): void {
    this.#updateTile(participant, 'camera', false);
    this.#updateTile(participant, 'screen', false);
  }

  #updateSelf(): void {
    const { local } = this.#room;
    const camera = local.publication('camera');
    const track = camera?.muted === false ? camera.mediaTrack : undefined;
    const shown = (this.#self.video.srcObject as MediaStream | null)?.getTracks()[0];
    if (shown !== track) this.#self.video.srcObject = track ? new MediaStream([track]) : null;
    this.#self.video.classList.toggle('mirrored', !this.#sources.areFake);
    this.#self.setName(local.displayName, ' (you)');
    this.#self.setRegion(this.#room.region);
    this.#self.setMuted(local.publication('microphone')?.muted ?? true);
    this.#self.setPicture(track !== undefined);
    this.#hands.update();
    this.controls.update();
  }

  #layOut(): void {
    const { clientWidth, clientHeight } = this.#grid;
    const screens = [...this.#tiles.values()].some((tile) => tile.kind === 'screen');
    this.#grid.classList.toggle('presenting', screens);
    const { columns, tileWidth } = gridLayout(this.#tiles.size + 1, clientWidth, clientHeight, GAP);
    this.#grid.style.setProperty('--columns', String(columns));
    this.#grid.style.setProperty('--tile-width', `${tileWidth}px`);
    this.#grid.style.setProperty('--height', `${clientHeight}px`);
    const people = this.#room.participants.size + this.#room.unlistedCount + 1;
    this.#count.textContent = people === 1 ? 'Only you are here' : `${people} people`;
  }

  #warn(error: unknown): void {
    this.#banner.onWarning(explain(error));
    setTimeout(() => this.#banner.onState(this.#room.state, this.#room.mediaState), WARNING_MILLIS);
  }
}
