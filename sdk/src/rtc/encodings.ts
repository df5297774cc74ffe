import type { TrackSource } from '../session/model.js';

export type Layers = 1 | 2 | 3;

// Lowest first, as `a=simulcast` lists them; a single encoding has no rid.
const rids: Record<Layers, readonly string[]> = { 1: [''], 2: ['h', 'f'], 3: ['q', 'h', 'f'] };

// Below these, Chromium (libwebrtc) leaves out the largest of the layers that it was asked for: measured, 156.
const PIXELS_FOR_THREE_LAYERS = 960 * 540;
const PIXELS_FOR_TWO_LAYERS = 480 * 270;

/** How many sizes a picture is worth: a quarter, half and whole of it, as many as the browser will send. */
export function layersFor(source: TrackSource, width: number, height: number): Layers {
  // Text does not survive a quarter of the size: a screen comes whole, and halved where that is still readable.
  if (source === 'screen') return width >= 1280 ? 2 : 1;
  return mostLayers(width, height);
}

function mostLayers(width: number, height: number): Layers {
  const pixels = width * height;
  if (pixels >= PIXELS_FOR_THREE_LAYERS) return 3;
  return pixels >= PIXELS_FOR_TWO_LAYERS ? 2 : 1;
}

/**
 * What video of this size needs to look good: 0.06 bit per pixel and frame at 720p, more per pixel when smaller since
 * prediction has less to work with (an exponent of 0.75). 720p at 30 gives 1.7 Mbit/s, 360p 0.6, 180p 0.2, 90p 75 kbit/s.
 */
export function bitrateBps(width: number, height: number, frameRate: number): number {
  const at720p = 1_700_000;
  const relative = (width * height) / (1280 * 720);
  const bps = at720p * relative ** 0.75 * Math.sqrt(Math.min(frameRate, 60) / 30);
  return Math.round(Math.min(6_000_000, Math.max(75_000, bps)) / 1000) * 1000;
}

export interface PictureShape {
  source: TrackSource;
  width: number;
  height: number;
  frameRate: number;
  /** Fewer than there would be; more than the browser sends are not offered. */
  layers?: Layers;
}

/** Not in TypeScript's DOM library yet: https://w3c.github.io/webrtc-svc/ */
export type LayeredEncoding = RTCRtpEncodingParameters & { scalabilityMode?: string };

/** The send encodings of a picture, lowest layer first. */
export function videoEncodings(shape: PictureShape): LayeredEncoding[] {
  const wanted = shape.layers ?? layersFor(shape.source, shape.width, shape.height);
  const most = mostLayers(shape.width, shape.height);
  const layers = wanted < most ? wanted : most;
  return rids[layers].map((rid, index) => {
    const scaleResolutionDownBy = 2 ** (layers - 1 - index);
    const encoding: LayeredEncoding = {
      active: true,
      scaleResolutionDownBy,
      maxBitrate: bitrateBps(
        shape.width / scaleResolutionDownBy,
        shape.height / scaleResolutionDownBy,
        shape.frameRate,
      ),
    };
    // The node can halve a viewer's frame rate before it has to halve the size. A browser that does not know it ignores it.
    if (shape.source === 'camera') encoding.scalabilityMode = 'L1T3';
    return rid === '' ? encoding : { ...encoding, rid };
  });
}

/** Speech needs 32 kbit/s of Opus; a shared screen may carry music. */
export function audioEncodings(source: TrackSource): RTCRtpEncodingParameters[] {
  return [{ active: true, maxBitrate: source === 'screen-audio' ? 96_000 : 32_000 }];
}
