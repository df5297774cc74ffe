import type { PictureLayer, Quality, RemoteParticipant, Subscription } from '@banyan/sdk';
import { h, show } from './dom.js';
import { layerText } from './downlinkChart.js';
import { icon } from './icons.js';
import { askedSize, type PictureQuality } from './pictureSize.js';
import { qualityText, worse } from './qualityText.js';

/** What a tile shows of somebody: themselves, or their screen. */
export type TileKind = 'camera' | 'screen';

/** A picture with a name: somebody's camera or screen, or in its place their initials. */
export class Tile {
  readonly element: HTMLElement;
  readonly video = h('video', { autoplay: true, playsinline: true });
  readonly #avatar = h('div', { class: 'avatar', 'aria-hidden': 'true' });
  readonly #name = h('span', { class: 'tile-name' });
  readonly #region = h('span', { class: 'tile-region', title: 'Region' });
  readonly #layer = h('span', { class: 'tile-region', title: 'Picture' });
  readonly #muted = h('span', { class: 'tile-muted', role: 'img', 'aria-label': 'Muted' }, icon('microphoneOff'));
  readonly #quality = h('span', { class: 'tile-quality', role: 'img' }, icon('quality'));
  readonly #status = h('div', { class: 'tile-status', role: 'status' });

  constructor(kind: TileKind) {
    this.video.muted = true;
    this.element = h(
      'article',
      { class: `tile ${kind}` },
      this.#avatar,
      this.video,
      this.#status,
      h('div', { class: 'tile-label' }, this.#muted, this.#name, this.#region, this.#layer, this.#quality),
    );
    this.setRegion('');
    this.setLayer('');
    this.setMuted(false);
    this.setQuality(undefined);
    this.setStatus('');
    this.setPicture(false);
  }

  setName(name: string, suffix = ''): void {
    this.#name.textContent = name + suffix;
    this.#avatar.textContent = initials(name);
    this.#avatar.style.setProperty('--hue', String(hue(name)));
    this.element.setAttribute('aria-label', name + suffix);
  }

  /** Where they are connected; empty: not shown. */
  setRegion(region: string): void {
    this.#region.textContent = region;
    show(this.#region, region !== '');
  }

  /** Which of its encodings a picture is; empty: not shown. */
  setLayer(text: string): void {
    this.#layer.textContent = text;
    show(this.#layer, text !== '');
  }

  setMuted(muted: boolean): void {
    show(this.#muted, muted);
  }

  /** How well it comes here, or goes from here; undefined: not known. */
  setQuality(quality: Quality | undefined): void {
    const level = quality?.level ?? '';
    this.#quality.dataset['level'] = level;
    const title = quality ? qualityText(quality) : '';
    this.#quality.title = title;
    this.#quality.setAttribute('aria-label', title);
    show(this.#quality, level !== '');
  }

  setSpeaking(speaking: boolean): void {
    this.element.classList.toggle('speaking', speaking);
  }

  /** Shown over the picture; empty: nothing. */
  setStatus(status: string): void {
    this.#status.textContent = status;
    show(this.#status, status !== '');
  }

  /** The picture, or the initials. */
  setPicture(visible: boolean): void {
    this.element.classList.toggle('no-picture', !visible);
  }
}

/** A tile of somebody else, kept up to date with what they publish. */
export class RemoteTile extends Tile {
  readonly participant: RemoteParticipant;
  readonly kind: TileKind;
  readonly #audio = h('audio', { autoplay: true });
  readonly #detach = new Map<Subscription, () => void>();
  readonly #resized: ResizeObserver;
  readonly #seen: IntersectionObserver;
  #isVisible = true;
  #wanted: PictureQuality;

  constructor(participant: RemoteParticipant, kind: TileKind, wanted: PictureQuality) {
    super(kind);
    this.participant = participant;
    this.kind = kind;
    this.#wanted = wanted;
    this.element.append(this.#audio);
    this.element.dataset['participantId'] = participant.id;
    this.#resized = new ResizeObserver(() => this.#tellSize());
    this.#resized.observe(this.element);
    this.#seen = new IntersectionObserver(([entry]) => {
      this.#isVisible = entry?.isIntersecting ?? true;
      this.picture?.setVisible(this.#isVisible);
    });
    this.#seen.observe(this.element);
    this.update();
  }

  /** The subscription whose picture this is. */
  get picture(): Subscription | undefined {
    return this.participant.subscription(this.kind);
  }

  get sound(): Subscription | undefined {
    return this.participant.subscription(this.kind === 'camera' ? 'microphone' : 'screen-audio');
  }

  /** How good its picture is to be. */
  want(quality: PictureQuality): void {
    this.#wanted = quality;
    this.#tellSize();
  }

  /** What the node sends of its picture; undefined: not known. */
  onLayers(layers: readonly PictureLayer[] | undefined): void {
    const layer = layers?.find(({ trackId }) => trackId === this.picture?.id);
    this.setLayer(layer ? layerText(this.video.videoHeight, layer.rid, layer.bitrateBps) : '');
  }

  update(): void {
    const { picture, sound, participant } = this;
    this.#attach(picture, this.video);
    this.#attach(sound, this.#audio);
    for (const [subscription, detach] of this.#detach) {
      if (subscription === picture || subscription === sound) continue;
      detach();
      this.#detach.delete(subscription);
    }
    this.setName(participant.displayName, this.kind === 'screen' ? "'s screen" : '');
    this.setRegion(participant.region);
    this.setMuted(this.kind === 'camera' && (sound?.muted ?? true));
    this.setSpeaking(this.kind === 'camera' && participant.isSpeaking);
    this.setPicture(picture?.mediaTrack !== undefined && !picture.muted);
    this.setQuality(worse(picture?.quality, sound?.quality));
    this.setStatus(this.#statusText());
  }

  remove(): void {
    this.#resized.disconnect();
    this.#seen.disconnect();
    for (const detach of this.#detach.values()) detach();
    this.#detach.clear();
    this.element.remove();
  }

  #attach(subscription: Subscription | undefined, element: HTMLMediaElement): void {
    if (!subscription || this.#detach.has(subscription)) return;
    this.#detach.set(subscription, subscription.attach(element));
    this.#tellSize();
    subscription.setVisible(this.#isVisible || subscription.kind === 'audio');
  }

  #tellSize(): void {
    const { clientWidth, clientHeight } = this.element;
    if (clientWidth === 0) return;
    const shown = { width: clientWidth * devicePixelRatio, height: clientHeight * devicePixelRatio };
    const { width, height } = askedSize(shown, this.#wanted);
    this.picture?.setSize(width, height);
  }

  #statusText(): string {
    if (this.participant.isReconnecting) return 'Reconnecting…';
    if (this.participant.handRaisedAt) return 'Raised a hand';
    const { picture } = this;
    if (picture?.state === 'refused') return 'Picture not available';
    if (picture?.state !== 'paused') return '';
    if (picture.pauseReason === 'bandwidth') return 'Paused: the connection is slow';
    if (picture.pauseReason === 'codec') return 'This browser cannot show the picture';
    return picture.pauseReason === 'unreachable' ? 'Not reachable now' : '';
  }
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toUpperCase() || '?';
}

function hue(name: string): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + character.codePointAt(0)!) % 360;
  return sum;
}
