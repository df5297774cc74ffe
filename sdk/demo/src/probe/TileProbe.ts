import { nowMillis } from '../fake/clock.js';
import { CODE_HEIGHT, COLUMNS, fullTime, readPixels, ROWS, type PictureCode } from '../fake/pictureCode.js';
import type { RemoteTile } from '../ui/Tile.js';
import { announcedNumber } from '../sources.js';
import { framesBetween, quantile, syncOffsets, type ShownFrame } from './figures.js';

const FREEZE_MILLIS = 500;
const PIXELS_PER_CELL = 4;

export interface TileFigures {
  participantId: string;
  name: string;
  /** The number that the participant's pictures should carry; null: not a fake participant. */
  expectedNumber: number | null;
  /** Pictures shown in the tile, and of these those that could not be read. */
  frames: number;
  unreadable: number;
  /** Pictures that the participant made from the first to the last one shown. */
  expectedFrames: number;
  /** frames / expectedFrames. */
  frameRatio: number;
  /** Pictures of somebody else. */
  mislabelled: number;
  /** Each time that no new picture came for more than 500 ms, in milliseconds. */
  freezes: number[];
  longestGapMillis: number;
  /** From drawing to showing. */
  latencyMillis: { p50: number; p95: number; samples: number };
  /** How much later the sound is than the picture, burst by burst; negative: earlier. */
  syncOffsetMillis: { p50: number; worst: number; each: number[] };
  width: number;
  height: number;
}

/** Reads every picture that a tile shows. */
export class TileProbe {
  readonly tile: RemoteTile;
  readonly #canvas = new OffscreenCanvas(COLUMNS * PIXELS_PER_CELL, ROWS * PIXELS_PER_CELL);
  readonly #context = this.#canvas.getContext('2d', { willReadFrequently: true })!;
  readonly #shown: ShownFrame[] = [];
  readonly #bursts: number[] = [];
  #callback = 0;
  #frames = 0;
  #unreadable = 0;
  #mislabelled = 0;
  #first: PictureCode | undefined;
  #last: PictureCode | undefined;
  #lastShownMillis = 0;
  #presentedBefore = 0;
  readonly #gaps: number[] = [];

  constructor(tile: RemoteTile) {
    this.tile = tile;
  }

  get expectedNumber(): number | undefined {
    return this.tile.picture ? announcedNumber(this.tile.picture) : undefined;
  }

  start(): void {
    this.#callback = this.tile.video.requestVideoFrameCallback((_now, metadata) => {
      this.start();
      this.#onFrame(metadata);
    });
  }

  stop(): void {
    this.tile.video.cancelVideoFrameCallback(this.#callback);
  }

  onBurst(atMillis: number): void {
    this.#bursts.push(atMillis);
  }

  /** The code of what is shown at this moment. */
  read(): PictureCode | undefined {
    const { video } = this.tile;
    if (video.videoWidth === 0 || !video.srcObject) return undefined;
    const { width, height } = this.#canvas;
    this.#context.drawImage(video, 0, 0, video.videoWidth, video.videoHeight * CODE_HEIGHT, 0, 0, width, height);
    return readPixels(this.#context.getImageData(0, 0, width, height).data, width, height);
  }

  figures(): TileFigures {
    const latencies = this.#shown.map((frame) => frame.shownMillis - frame.sentMillis);
    const offsets = syncOffsets(this.#bursts, this.#shown);
    const expectedFrames = this.#first && this.#last ? framesBetween(this.#first.counter, this.#last.counter) : 0;
    const rounded = (value: number): number => Math.round(value * 10) / 10;
    return {
      participantId: this.tile.participant.id,
      name: this.tile.participant.displayName,
      expectedNumber: this.expectedNumber ?? null,
      frames: this.#frames,
      unreadable: this.#unreadable,
      expectedFrames,
      frameRatio: expectedFrames === 0 ? 0 : this.#frames / expectedFrames,
      mislabelled: this.#mislabelled,
      freezes: this.#gaps.filter((gap) => gap > FREEZE_MILLIS).map(rounded),
      longestGapMillis: rounded(Math.max(0, ...this.#gaps)),
      latencyMillis: {
        p50: rounded(quantile(latencies, 0.5)),
        p95: rounded(quantile(latencies, 0.95)),
        samples: latencies.length,
      },
      syncOffsetMillis: {
        p50: rounded(quantile(offsets, 0.5)),
        worst: rounded(offsets.reduce((worst, one) => (Math.abs(one) > Math.abs(worst) ? one : worst), 0)),
        each: offsets.map(rounded),
      },
      width: this.tile.video.videoWidth,
      height: this.tile.video.videoHeight,
    };
  }

  #onFrame(metadata: VideoFrameCallbackMetadata): void {
    const shownMillis = performance.timeOrigin + metadata.expectedDisplayTime;
    // A callback may come once for several pictures when the page is busy: the browser counts them. It begins anew
    // with each source of the element.
    const presented = metadata.presentedFrames - this.#presentedBefore;
    this.#frames += this.#presentedBefore > 0 && presented > 0 ? presented : 1;
    this.#presentedBefore = metadata.presentedFrames;
    if (this.#lastShownMillis > 0) this.#gaps.push(shownMillis - this.#lastShownMillis);
    this.#lastShownMillis = shownMillis;
    const code = this.read();
    if (!code) {
      this.#unreadable++;
      return;
    }
    if (this.expectedNumber !== undefined && code.participant !== this.expectedNumber) {
      this.#mislabelled++;
      return;
    }
    this.#first ??= code;
    this.#last = code;
    this.#shown.push({ sentMillis: fullTime(code.sendTimeMillis, nowMillis()), shownMillis });
  }
}
