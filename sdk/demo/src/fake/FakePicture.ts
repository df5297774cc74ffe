import { nowMillis } from './clock.js';
import { isBurst } from './FakeTone.js';
import { CODE_HEIGHT, drawCode } from './pictureCode.js';

export interface FakePictureOptions {
  participant: number;
  width: number;
  height: number;
  frameRate: number;
  caption: string;
}

/** An animated picture with its code, as a track; each frame that is drawn is one frame that is sent. */
export class FakePicture {
  readonly track: MediaStreamTrack;
  readonly #options: FakePictureOptions;
  readonly #canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D;
  readonly #worker: Worker;
  #counter = 0;

  constructor(options: FakePictureOptions) {
    this.#options = options;
    this.#canvas.width = options.width;
    this.#canvas.height = options.height;
    this.#context = this.#canvas.getContext('2d', { alpha: false })!;
    this.#draw();
    const stream = this.#canvas.captureStream(0);
    this.track = stream.getVideoTracks()[0]!;
    // Chromium asks the track for a frame, Firefox the stream.
    const source = ('requestFrame' in this.track ? this.track : stream) as CanvasCaptureMediaStreamTrack;
    this.#worker = new Worker(new URL('./ticker.worker.ts', import.meta.url), { type: 'module' });
    this.#worker.onmessage = () => {
      this.#draw();
      source.requestFrame();
    };
    this.#worker.postMessage(1000 / options.frameRate);
  }

  /** How many frames were drawn. */
  get frames(): number {
    return this.#counter;
  }

  stop(): void {
    this.#worker.terminate();
    this.track.stop();
  }

  #draw(): void {
    const { participant, width, height, caption } = this.#options;
    const context = this.#context;
    const top = height * CODE_HEIGHT;
    const hue = (participant * 67) % 360;
    const phase = this.#counter / 40;
    context.fillStyle = `hsl(${hue} 45% ${24 + 6 * Math.sin(phase)}%)`;
    context.fillRect(0, top, width, height - top);
    context.fillStyle = `hsl(${(hue + 40) % 360} 70% 60%)`;
    const radius = height / 12;
    const x = radius + ((Math.sin(phase) + 1) / 2) * (width - 2 * radius);
    const y = top + radius + ((Math.cos(phase * 1.7) + 1) / 2) * (height - top - 2 * radius);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = '#fff';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.font = `600 ${Math.round(height / 5)}px system-ui, sans-serif`;
    context.fillText(caption, width / 2, top + (height - top) / 2);
    const millis = nowMillis();
    drawCode(context, width, height, {
      participant,
      counter: this.#counter++ % 2 ** 24,
      sendTimeMillis: Math.floor(millis) % 2 ** 32,
      flash: isBurst(millis),
    });
  }
}
