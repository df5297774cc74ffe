import { DeviceError, UnsupportedBrowserError } from '../errors.js';

export interface CameraOptions {
  deviceId?: string;
  /** Wished for; the camera gives what comes nearest. By default 1280 x 720 at 30. */
  width?: number;
  height?: number;
  frameRate?: number;
}

export interface MicrophoneOptions {
  deviceId?: string;
}

export interface ScreenOptions {
  /** The sound of what is shared as well, where the browser can. */
  audio?: boolean;
  frameRate?: number;
}

export async function captureCamera(options: CameraOptions = {}): Promise<MediaStreamTrack> {
  const { deviceId, width = 1280, height = 720, frameRate = 30 } = options;
  const video = {
    ...device(deviceId),
    width: { ideal: width },
    height: { ideal: height },
    frameRate: { ideal: frameRate },
  };
  const stream = await captured(() => mediaDevices().getUserMedia({ video }));
  return stream.getVideoTracks()[0]!;
}

export async function captureMicrophone({ deviceId }: MicrophoneOptions = {}): Promise<MediaStreamTrack> {
  const audio = { ...device(deviceId), echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  const stream = await captured(() => mediaDevices().getUserMedia({ audio }));
  return stream.getAudioTracks()[0]!;
}

/** The picture first, then the sound if there is any. */
export async function captureScreen({ audio = true, frameRate = 15 }: ScreenOptions = {}): Promise<MediaStreamTrack[]> {
  const video = { frameRate: { ideal: frameRate } };
  const stream = await captured(() => mediaDevices().getDisplayMedia({ video, audio }));
  return [...stream.getVideoTracks(), ...stream.getAudioTracks()];
}

function device(deviceId: string | undefined): MediaTrackConstraints {
  return deviceId ? { deviceId: { exact: deviceId } } : {};
}

function mediaDevices(): MediaDevices {
  const devices = (navigator as Partial<Navigator>).mediaDevices;
  if (!devices) {
    throw new UnsupportedBrowserError('Cameras and microphones need HTTPS (or localhost).');
  }
  return devices;
}

async function captured(capture: () => Promise<MediaStream>): Promise<MediaStream> {
  try {
    return await capture();
  } catch (cause) {
    throw cause instanceof DOMException ? deviceErrorOf(cause) : cause;
  }
}

/** What a browser's refusal means: https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia */
export function deviceErrorOf(cause: Pick<DOMException, 'name' | 'message'>): DeviceError {
  switch (cause.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new DeviceError('DEVICE_DENIED', 'The use of the device was not allowed.', { cause });
    case 'NotFoundError':
    case 'OverconstrainedError':
      return new DeviceError('DEVICE_NOT_FOUND', 'There is no such device.', { cause });
    case 'NotReadableError':
    case 'AbortError':
      return new DeviceError('DEVICE_BUSY', 'The device is in use by another application.', { cause });
    default:
      return new DeviceError('DEVICE_FAILED', `The device failed: ${cause.message}`, { cause });
  }
}
