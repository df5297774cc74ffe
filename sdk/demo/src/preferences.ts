import type { PictureQuality } from './ui/pictureSize.js';

/** What the join page remembers from one visit to the next. */
export interface Preferences {
  name: string;
  room: string;
  cameraId: string;
  microphoneId: string;
  cameraOn: boolean;
  microphoneOn: boolean;
  quality: PictureQuality;
}

const KEY = 'banyan.demo';
const defaults: Preferences = {
  name: '',
  room: '',
  cameraId: '',
  microphoneId: '',
  cameraOn: true,
  microphoneOn: true,
  quality: 'auto',
};

export function loadPreferences(): Preferences {
  try {
    return { ...defaults, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) };
  } catch {
    // No storage in this browser's mode, or not ours.
    return { ...defaults };
  }
}

export function savePreferences(change: Partial<Preferences>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...loadPreferences(), ...change }));
  } catch {
    // Then it is asked again next time.
  }
}
