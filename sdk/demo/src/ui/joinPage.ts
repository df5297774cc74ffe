import type { PublishRequest } from '@banyan/sdk';
import type { Parameters } from '../parameters.js';
import { loadPreferences, savePreferences } from '../preferences.js';
import type { Sources } from '../sources.js';
import { fillDevices } from './deviceList.js';
import { h, show } from './dom.js';
import { explain } from './explain.js';
import { icon, type IconName } from './icons.js';
import { LevelMeter } from './LevelMeter.js';

export interface JoinChoice {
  name: string;
  room: string;
  publish: PublishRequest[];
}

type Kind = 'camera' | 'microphone';

/** Name, room, camera and microphone with a preview; calls back when somebody wants to join. */
export class JoinPage {
  readonly element: HTMLElement;
  readonly #sources: Sources;
  readonly #onJoin: (choice: JoinChoice) => void;
  readonly #preferences = loadPreferences();
  readonly #requests: Partial<Record<Kind, PublishRequest>> = {};
  readonly #on: Record<Kind, boolean>;
  readonly #video = h('video', { class: 'mirrored', autoplay: true, playsinline: true, muted: true });
  readonly #hint = h('p', { class: 'preview-hint', role: 'status' });
  readonly #meter = new LevelMeter();
  readonly #buttons: Record<Kind, HTMLButtonElement>;
  readonly #selects: Record<Kind, HTMLSelectElement>;
  readonly #name: HTMLInputElement;
  readonly #room: HTMLInputElement;
  readonly #submit = h('button', { class: 'primary', type: 'submit' }, 'Join');
  readonly #error = h('p', { class: 'form-error', role: 'alert', hidden: true });

  constructor(parameters: Parameters, sources: Sources, onJoin: (choice: JoinChoice) => void) {
    this.#sources = sources;
    this.#onJoin = onJoin;
    this.#on = {
      camera: parameters.publishVideo && this.#preferences.cameraOn,
      microphone: parameters.publishAudio && this.#preferences.microphoneOn,
    };
    this.#video.muted = true;
    this.#name = h('input', { id: 'name', maxlength: 64, required: true, autocomplete: 'name' });
    this.#name.value = parameters.name || this.#preferences.name;
    this.#room = h('input', { id: 'room', maxlength: 64, required: true, autocomplete: 'off', spellcheck: 'false' });
    this.#room.value = parameters.room || this.#preferences.room || 'lobby';
    this.#buttons = { camera: this.#toggle('camera'), microphone: this.#toggle('microphone') };
    this.#selects = { camera: this.#select('camera'), microphone: this.#select('microphone') };
    this.element = this.#page();
    void this.#open('camera');
    void this.#open('microphone');
  }

  /** Why the last attempt failed. */
  showError(error: unknown): void {
    const { title, advice } = explain(error);
    this.#error.textContent = `${title}. ${advice}`;
    show(this.#error, true);
    this.#submit.disabled = false;
    this.#submit.textContent = 'Join';
  }

  /** Lets go of what was opened for the preview only. */
  close(): void {
    this.#meter.stop();
    this.#video.srcObject = null;
  }

  #page(): HTMLElement {
    const fields = h(
      'form',
      {
        class: 'join-form',
        onsubmit: (event: SubmitEvent) => {
          event.preventDefault();
          this.#join();
        },
      },
      h('h1', {}, 'Join a call'),
      h('p', { class: 'muted' }, 'Choose a name and a room. Whoever opens the same room sees and hears you.'),
      h('label', { for: 'name' }, 'Your name'),
      this.#name,
      h('label', { for: 'room' }, 'Room'),
      this.#room,
      this.#error,
      this.#submit,
    );
    const devices = h(
      'div',
      { class: 'device-row' },
      h('label', {}, 'Camera', this.#selects.camera),
      h('label', {}, 'Microphone', this.#selects.microphone),
    );
    show(devices, !this.#sources.areFake);
    const preview = h(
      'section',
      { class: 'preview', 'aria-label': 'Preview' },
      h(
        'div',
        { class: 'preview-picture' },
        this.#video,
        this.#hint,
        h('div', { class: 'preview-buttons' }, this.#buttons.microphone, this.#buttons.camera),
      ),
      this.#meter.element,
      devices,
    );
    return h('main', { class: 'join' }, brand(), h('div', { class: 'join-columns' }, preview, fields));
  }

  #join(): void {
    const name = this.#name.value.trim();
    const room = this.#room.value.trim();
    if (name === '' || room === '') return;
    savePreferences({ name, room, cameraOn: this.#on.camera, microphoneOn: this.#on.microphone });
    show(this.#error, false);
    this.#submit.disabled = true;
    this.#submit.textContent = 'Joining…';
    const publish = [this.#requests.microphone, this.#requests.camera].filter((request) => request !== undefined);
    this.#onJoin({ name, room, publish });
  }

  #toggle(kind: Kind): HTMLButtonElement {
    const onclick = (): void => {
      this.#on[kind] = !this.#on[kind];
      void this.#open(kind);
    };
    return h('button', { class: 'round', type: 'button', onclick });
  }

  #select(kind: Kind): HTMLSelectElement {
    const onchange = (): void => {
      savePreferences({ [`${kind}Id`]: this.#selects[kind].value });
      void this.#open(kind);
    };
    return h('select', { onchange });
  }

  /** Opens what is wanted, after letting go of what was open. */
  async #open(kind: Kind): Promise<void> {
    this.#requests[kind]?.track.stop();
    delete this.#requests[kind];
    this.#show(kind);
    if (this.#on[kind]) {
      const deviceId = this.#selects[kind].value || this.#preferences[`${kind}Id`];
      try {
        this.#requests[kind] = await this.#openDevice(kind, deviceId);
      } catch (error) {
        this.#on[kind] = false;
        this.#hint.textContent = Object.values(explain(error)).join('. ');
      }
      this.#show(kind);
    }
    const chosen = this.#requests[kind]?.track.getSettings().deviceId ?? '';
    await fillDevices(this.#selects[kind], kind === 'camera' ? 'videoinput' : 'audioinput', chosen);
  }

  /** A device that was remembered may be gone: then any. */
  async #openDevice(kind: Kind, deviceId: string): Promise<PublishRequest> {
    try {
      return await this.#sources[kind](deviceId);
    } catch (error) {
      if (deviceId === '' || !(error instanceof Error && 'code' in error && error.code === 'DEVICE_NOT_FOUND'))
        throw error;
      return this.#sources[kind]('');
    }
  }

  #show(kind: Kind): void {
    const on = this.#on[kind];
    const track = this.#requests[kind]?.track;
    const iconName: IconName = on ? kind : `${kind}Off`;
    const button = this.#buttons[kind];
    button.replaceChildren(icon(iconName));
    button.setAttribute('aria-pressed', String(on));
    button.setAttribute('aria-label', `${kind === 'camera' ? 'Camera' : 'Microphone'} ${on ? 'on' : 'off'}`);
    button.classList.toggle('off', !on);
    if (kind === 'camera') {
      this.#video.srcObject = track ? new MediaStream([track]) : null;
      this.#video.classList.toggle('mirrored', !this.#sources.areFake);
      show(this.#video, track !== undefined);
      if (track) this.#hint.textContent = '';
      else if (on) this.#hint.textContent = 'Opening the camera…';
      else if (this.#hint.textContent === 'Opening the camera…' || this.#hint.textContent === '') {
        this.#hint.textContent = 'Camera is off';
      }
    } else if (track) {
      this.#meter.start(track);
    } else {
      this.#meter.stop();
    }
  }
}

export function brand(): HTMLElement {
  return h('div', { class: 'brand' }, h('span', { class: 'brand-mark', 'aria-hidden': 'true' }), 'Banyan');
}
