import { AudioClock } from '../fake/clock.js';

/** Hears the bursts of remote tones and says when each began, in milliseconds since 1970. */
export class BurstListener {
  readonly #context = new AudioContext();
  readonly #clock = new AudioClock(this.#context);
  readonly #ready = this.#context.audioWorklet.addModule(new URL('./burst.worklet.js', import.meta.url));
  readonly #timer = setInterval(() => this.#clock.look(), 25);
  readonly #nodes = new Map<MediaStreamTrack, AudioNode[]>();

  constructor() {
    void this.#context.resume();
  }

  /** Begins to listen to a track; again for the same one: nothing happens. */
  async listen(track: MediaStreamTrack, onBurst: (track: MediaStreamTrack, atMillis: number) => void): Promise<void> {
    await this.#ready;
    if (this.#nodes.has(track) || this.#context.state === 'closed') return;
    const source = this.#context.createMediaStreamSource(new MediaStream([track]));
    const burst = new AudioWorkletNode(this.#context, 'burst', { numberOfOutputs: 0 });
    burst.port.onmessage = ({ data }: MessageEvent<number>) => {
      if (this.#clock.isKnown) onBurst(track, this.#clock.toMillis(data));
    };
    source.connect(burst);
    this.#nodes.set(track, [source, burst]);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const node of [...this.#nodes.values()].flat()) node.disconnect();
    void this.#context.close();
  }
}
