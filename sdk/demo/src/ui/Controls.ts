import { DeviceError, type LocalParticipant, type Room } from '@banyan/sdk';
import { loadPreferences, savePreferences } from '../preferences.js';
import type { Sources } from '../sources.js';
import { fillDevices } from './deviceList.js';
import { h, show } from './dom.js';
import { icon, type IconName } from './icons.js';

type Switch = 'microphone' | 'camera';
type ButtonName = Switch | 'screen' | 'devices' | 'hand';

/** The bar with what one can do: mute, camera, screen, devices, leave. */
export class Controls {
  readonly element: HTMLElement;
  readonly #local: LocalParticipant;
  readonly #sources: Sources;
  readonly #onProblem: (error: unknown) => void;
  readonly #buttons: Record<ButtonName, HTMLButtonElement>;
  readonly #menu: HTMLElement;
  readonly #selects = { camera: h('select'), microphone: h('select') };

  constructor(room: Room, sources: Sources, onProblem: (error: unknown) => void) {
    this.#local = room.local;
    this.#sources = sources;
    this.#onProblem = onProblem;
    this.#buttons = {
      microphone: this.#button('microphone', 'm', () => this.toggle('microphone')),
      camera: this.#button('camera', 'v', () => this.toggle('camera')),
      screen: this.#button('screen', 's', () => this.toggleScreen()),
      hand: this.#button('hand', 'h', () => this.#local.raiseHand(!this.#local.isHandRaised)),
      devices: this.#button('devices', '', () => this.#toggleMenu()),
    };
    this.#menu = this.#deviceMenu();
    const leave = h('button', { class: 'round leave', type: 'button', title: 'Leave', onclick: () => room.leave() });
    leave.append(icon('leave'), h('span', { class: 'visually-hidden' }, 'Leave'));
    const { microphone, camera, screen, hand, devices } = this.#buttons;
    show(devices, !sources.areFake);
    this.element = h('div', { class: 'controls', role: 'toolbar', 'aria-label': 'Call controls' });
    this.element.append(microphone, camera, screen, hand, devices, leave, this.#menu);
    this.update();
  }

  update(): void {
    this.#show('microphone', this.isOn('microphone'), 'Mute', 'Unmute');
    this.#show('camera', this.isOn('camera'), 'Turn the camera off', 'Turn the camera on');
    const sharing = this.#local.publication('screen') !== undefined;
    this.#label('screen', 'screen', sharing, sharing ? 'Stop sharing' : 'Share your screen');
    const { publish } = this.#local.grants;
    for (const source of ['microphone', 'camera', 'screen'] as const) {
      show(this.#buttons[source], publish.includes(source));
    }
    show(this.#buttons.hand, !publish.includes('microphone'));
    this.#label('hand', 'hand', this.#local.isHandRaised, this.#local.isHandRaised ? 'Lower hand' : 'Raise hand');
    this.#label('devices', 'devices', !this.#menu.hidden, 'Choose devices');
  }

  isOn(kind: Switch): boolean {
    return this.#local.publication(kind)?.muted === false;
  }

  async toggle(kind: Switch, on = !this.isOn(kind)): Promise<void> {
    const publication = this.#local.publication(kind);
    if (publication) {
      await publication.setMuted(!on);
    } else if (on) {
      const { track, ...options } = await this.#sources[kind](loadPreferences()[`${kind}Id`]);
      await this.#local.publish(track, options);
    }
    savePreferences({ [`${kind}On`]: on });
    this.update();
  }

  async toggleScreen(on = this.#local.publication('screen') === undefined): Promise<void> {
    try {
      await this.#sources.shareScreen(this.#local, on);
    } catch (error) {
      // Nobody has to be told that they chose to share nothing.
      if (!(error instanceof DeviceError && error.code === 'DEVICE_DENIED')) throw error;
    }
    this.update();
  }

  /** One letter each, unless somebody is writing. */
  onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key === 'Escape' && !this.#menu.hidden) void this.#toggleMenu();
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
    for (const button of Object.values(this.#buttons)) {
      if (button.dataset['key'] === event.key && event.key !== '') button.click();
    }
  }

  #button(name: IconName, key: string, act: () => Promise<void>): HTMLButtonElement {
    const onclick = (): void => {
      button.disabled = true;
      act()
        .catch(this.#onProblem)
        .finally(() => {
          button.disabled = false;
          this.update();
        });
    };
    const button = h('button', { class: 'round', type: 'button', 'data-key': key, 'data-control': name, onclick });
    return button;
  }

  #show(kind: Switch, on: boolean, turnOff: string, turnOn: string): void {
    this.#label(kind, on ? kind : `${kind}Off`, on, on ? turnOff : turnOn);
    this.#buttons[kind].classList.toggle('off', !on);
  }

  #label(name: ButtonName, iconName: IconName, pressed: boolean, label: string): void {
    const button = this.#buttons[name];
    const key = button.dataset['key'];
    button.replaceChildren(icon(iconName));
    button.setAttribute('aria-label', label);
    button.setAttribute('aria-pressed', String(pressed));
    button.title = key ? `${label} (${key})` : label;
    button.classList.toggle('active', pressed && name !== 'microphone' && name !== 'camera');
  }

  #deviceMenu(): HTMLElement {
    const choose = (kind: Switch) => (): void => {
      const deviceId = this.#selects[kind].value;
      savePreferences({ [`${kind}Id`]: deviceId });
      this.#local.switchDevice(kind, deviceId).catch(this.#onProblem);
    };
    this.#selects.camera.onchange = choose('camera');
    this.#selects.microphone.onchange = choose('microphone');
    return h(
      'div',
      { class: 'menu', role: 'dialog', 'aria-label': 'Devices', hidden: true },
      h('label', {}, 'Camera', this.#selects.camera),
      h('label', {}, 'Microphone', this.#selects.microphone),
    );
  }

  async #toggleMenu(): Promise<void> {
    show(this.#menu, this.#menu.hidden);
    if (this.#menu.hidden) return;
    const preferences = loadPreferences();
    await fillDevices(this.#selects.camera, 'videoinput', preferences.cameraId);
    await fillDevices(this.#selects.microphone, 'audioinput', preferences.microphoneId);
    this.#selects.microphone.focus();
  }
}
