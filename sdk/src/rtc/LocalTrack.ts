import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CameraOptions } from '../media/capture.js';
import { kindOfSource, syncGroupOf, wireSourceOf, type TrackKind, type TrackSource } from '../session/model.js';
import type { TrackOfferSchema } from '../signal/gen/banyan/signal/v1/signal_pb.js';
import { audioEncodings, videoEncodings, type Layers } from './encodings.js';
import type { SenderControl } from './SenderControl.js';

/** Of a newer node there may be sources that this SDK does not know; it publishes these. */
export type PublishedSource = Exclude<TrackSource, 'other'>;

export interface LocalTrackOptions {
  source: PublishedSource;
  /** Shown to others; at most 256 characters. */
  name?: string;
  muted?: boolean;
  /** Tracks of one group are played in sync; by default microphone and camera, and a screen's sound and picture. */
  syncGroup?: string;
  /** Simulcast layers; by default as many as the size is worth. */
  layers?: Layers;
  /** For sources whose track does not tell its size. */
  width?: number;
  height?: number;
  frameRate?: number;
  /**
   * How the track's device was opened. Then the track is the SDK's to stop: a camera that is off is let go, and opened
   * again with these options.
   */
  capturedWith?: CameraOptions;
}

let count = 0;

/** A track that this client publishes, over all peer connections that send it one after the other. */
export class LocalTrack {
  readonly clientTrackId = `local-${++count}`;
  readonly source: TrackSource;
  readonly kind: TrackKind;
  readonly name: string;
  readonly syncGroup: string;
  readonly width: number;
  readonly height: number;
  readonly encodings: RTCRtpEncodingParameters[];
  /** What is sent; null while a camera is off. */
  mediaTrack: MediaStreamTrack | null;
  muted: boolean;
  /** Undefined: the application's own track, which is never stopped here. */
  capturedWith: CameraOptions | undefined;
  /** The node's name for it; empty before it is published. */
  trackId = '';
  transceiver: RTCRtpTransceiver | undefined;
  sender: SenderControl | undefined;

  constructor(mediaTrack: MediaStreamTrack, options: LocalTrackOptions) {
    const settings = mediaTrack.getSettings();
    this.source = options.source;
    this.kind = mediaTrack.kind === 'audio' ? 'audio' : 'video';
    if (kindOfSource(options.source) !== this.kind) {
      throw new TypeError(`A track of kind ${this.kind} cannot be a ${options.source}.`);
    }
    this.name = options.name ?? '';
    this.syncGroup = options.syncGroup ?? syncGroupOf(options.source);
    this.muted = options.muted ?? false;
    this.capturedWith = options.capturedWith;
    this.mediaTrack = mediaTrack;
    if (this.kind === 'audio') mediaTrack.enabled = !this.muted;
    const isVideo = this.kind === 'video';
    this.width = isVideo ? (options.width ?? settings.width ?? 640) : 0;
    this.height = isVideo ? (options.height ?? settings.height ?? 360) : 0;
    const shape = {
      source: this.source,
      width: this.width,
      height: this.height,
      frameRate: options.frameRate ?? settings.frameRate ?? 30,
    };
    this.encodings = isVideo
      ? videoEncodings(options.layers ? { ...shape, layers: options.layers } : shape)
      : audioEncodings(this.source);
    // Tells the encoder what to keep when bits are short: sharp letters, or smooth motion.
    if (isVideo && mediaTrack.contentHint === '') {
      mediaTrack.contentHint = this.source === 'screen' ? 'detail' : 'motion';
    }
  }

  /** How a negotiation names it; undefined before it has an m-line. */
  offer(): MessageInitShape<typeof TrackOfferSchema> | undefined {
    const mid = this.transceiver?.mid;
    if (!mid) return undefined;
    return {
      clientTrackId: this.clientTrackId,
      mid,
      source: wireSourceOf(this.source),
      name: this.name,
      muted: this.muted,
      width: this.width,
      height: this.height,
      syncGroup: this.syncGroup,
    };
  }
}
