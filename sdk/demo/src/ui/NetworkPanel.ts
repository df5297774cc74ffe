import type { Downlink, Room } from '@banyan/sdk';
import { loadPreferences, savePreferences } from '../preferences.js';
import { h, show } from './dom.js';
import { chartOf, rateText, type Curve } from './downlinkChart.js';
import { QUALITIES, type PictureQuality } from './pictureSize.js';

// As often as the node measures.
const REFRESH_MILLIS = 1000;
const SECONDS = 60;
const WIDTH = 320;
const HEIGHT = 100;
const SVG = 'http://www.w3.org/2000/svg';

const names: Record<Curve, string> = { estimate: 'Carries', target: 'To be sent', sent: 'Sent' };
const labels: Record<PictureQuality, string> = { auto: 'Automatic', high: 'High', medium: 'Medium', low: 'Low' };

/** What the network carries and what is made of it, over the last minute; and the switch for how good pictures are to be. */
export class NetworkPanel {
  readonly element: HTMLElement;
  readonly #room: Room;
  readonly #onMeasured: (downlink: Downlink | undefined) => void;
  readonly #chart = document.createElementNS(SVG, 'svg');
  readonly #lines: Record<Curve, SVGPolylineElement>;
  readonly #values: Record<Curve, HTMLElement>;
  readonly #most = h('span', { class: 'network-most' });
  readonly #details = h('p', { class: 'network-details' });
  readonly #choice: HTMLSelectElement;
  #history: Downlink[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `onMeasured` hears what each picture gets, and nothing once the panel is closed. */
  constructor(room: Room, onMeasured: (downlink: Downlink | undefined) => void, onChosen: () => void) {
    this.#room = room;
    this.#onMeasured = onMeasured;
    const curve = (name: Curve): SVGPolylineElement => {
      const line = document.createElementNS(SVG, 'polyline');
      line.dataset['curve'] = name;
      this.#chart.append(line);
      return line;
    };
    this.#chart.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
    this.#chart.setAttribute('role', 'img');
    this.#chart.setAttribute('aria-label', 'Bit rates over the last minute');
    this.#lines = { estimate: curve('estimate'), target: curve('target'), sent: curve('sent') };
    this.#values = { estimate: h('span'), target: h('span'), sent: h('span') };
    this.#choice = h(
      'select',
      { 'data-control': 'quality' },
      ...QUALITIES.map((quality) => h('option', { value: quality }, labels[quality])),
    );
    this.#choice.value = loadPreferences().quality;
    this.#choice.onchange = () => {
      savePreferences({ quality: this.quality });
      onChosen();
    };
    const legend = (['estimate', 'target', 'sent'] as const).map((name) =>
      h('li', { 'data-curve': name }, `${names[name]} `, this.#values[name]),
    );
    this.element = h(
      'aside',
      { class: 'paths network', 'aria-label': 'Network' },
      h('h2', {}, 'Network'),
      h('label', {}, 'Pictures ', this.#choice),
      h('div', { class: 'network-chart' }, this.#most, this.#chart),
      h('ul', { class: 'network-legend' }, ...legend),
      this.#details,
    );
    show(this.element, false);
  }

  /** How good pictures are to be. */
  get quality(): PictureQuality {
    return QUALITIES.find((quality) => quality === this.#choice.value) ?? 'auto';
  }

  get isOpen(): boolean {
    return this.#timer !== undefined;
  }

  toggle(): void {
    if (this.isOpen) {
      this.close();
    } else {
      this.#history = [];
      this.#timer = setInterval(() => void this.#refresh(), REFRESH_MILLIS);
      void this.#refresh();
    }
    show(this.element, this.isOpen);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#onMeasured(undefined);
  }

  async #refresh(): Promise<void> {
    try {
      const downlink = await this.#room.downlink();
      if (downlink && this.isOpen) this.#show(downlink);
    } catch {
      // The connection is away; the panel goes on when it is back.
    }
  }

  #show(downlink: Downlink): void {
    this.#history = [...this.#history, downlink].slice(-SECONDS);
    const { mostBps, points } = chartOf(this.#history, SECONDS, WIDTH, HEIGHT);
    const values = { estimate: downlink.estimateBps, target: downlink.targetBps, sent: downlink.sentBps };
    for (const name of ['estimate', 'target', 'sent'] as const) {
      this.#lines[name].setAttribute('points', points[name]);
      const value = values[name];
      this.#values[name].textContent = value === undefined ? 'not known' : rateText(value);
    }
    this.#most.textContent = rateText(mostBps);
    const rtt = downlink.rttMillis === undefined ? '' : `, ${Math.round(downlink.rttMillis)} ms there and back`;
    this.#details.textContent = `${(downlink.loss * 100).toFixed(1)} % lost${rtt}`;
    this.#onMeasured(downlink);
  }
}
