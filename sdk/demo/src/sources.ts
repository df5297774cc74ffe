import {
  captureCamera,
  captureMicrophone,
  type LocalParticipant,
  type PublishRequest,
  type Subscription,
} from '@banyan/sdk';
import { FakePicture } from './fake/FakePicture.js';
import { FakeTone } from './fake/FakeTone.js';
import type { Parameters } from './parameters.js';

/** Where pictures and sound come from: devices, or made up. */
export interface Sources {
  readonly areFake: boolean;
  camera(deviceId: string): Promise<PublishRequest>;
  microphone(deviceId: string): Promise<PublishRequest>;
  shareScreen(local: LocalParticipant, on: boolean): Promise<void>;
}

export class DeviceSources implements Sources {
  readonly areFake = false;

  async camera(deviceId: string): Promise<PublishRequest> {
    const options = deviceId ? { deviceId } : {};
    return { track: await captureCamera(options), source: 'camera', capturedWith: options };
  }

  async microphone(deviceId: string): Promise<PublishRequest> {
    const options = deviceId ? { deviceId } : {};
    return { track: await captureMicrophone(options), source: 'microphone', capturedWith: options };
  }

  shareScreen(local: LocalParticipant, on: boolean): Promise<void> {
    return local.enableScreenShare(on);
  }
}

/** For machines without a camera, and for tests: what is received tells who sent it and when. */
export class FakeSources implements Sources {
  readonly areFake = true;
  readonly #parameters: Parameters;
  #screen: FakePicture | undefined;
  picture: FakePicture | undefined;

  constructor(parameters: Parameters) {
    this.#parameters = parameters;
  }

  camera(): Promise<PublishRequest> {
    const { participant, width, height, frameRate, layers } = this.#parameters;
    this.picture = new FakePicture({ participant, width, height, frameRate, caption: String(participant) });
    const track = { track: this.picture.track, source: 'camera' as const, name: `fake-${participant}` };
    return Promise.resolve({ ...track, width, height, frameRate, ...(layers ? { layers } : {}) });
  }

  async microphone(): Promise<PublishRequest> {
    const { participant } = this.#parameters;
    const tone = new FakeTone(participant);
    // Instead of silence a microphone, which in tests is the browser's own fake one.
    const track = (await tone.works()) ? tone.track : await captureMicrophone().catch(() => tone.track);
    return { track, source: 'microphone', name: `fake-${participant}` };
  }

  async shareScreen(local: LocalParticipant, on: boolean): Promise<void> {
    const shared = local.publication('screen');
    if (!on) {
      this.#screen?.stop();
      await shared?.unpublish();
    } else if (!shared) {
      const { participant } = this.#parameters;
      const size = { width: 1280, height: 720, frameRate: 5 };
      this.#screen = new FakePicture({ participant, ...size, caption: `Screen of ${participant}` });
      await local.publish(this.#screen.track, { source: 'screen', name: `fake-${participant}`, ...size, layers: 1 });
    }
  }
}

/** The number that a fake publisher says its pictures carry; undefined: not a fake one. */
export function announcedNumber(subscription: Pick<Subscription, 'name'>): number | undefined {
  const digits = /^fake-(\d+)$/.exec(subscription.name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
