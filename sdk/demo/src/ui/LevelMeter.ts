import { h } from './dom.js';

/** A bar that moves with a microphone, so that one sees that it works. */
export class LevelMeter {
  readonly element = h('div', { class: 'meter', role: 'img', 'aria-label': 'Microphone level' }, h('span'));
  #context: AudioContext | undefined;
  #frame = 0;

  start(track: MediaStreamTrack): void {
    this.stop();
    const context = new AudioContext();
    this.#context = context;
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const bar = this.element.firstElementChild as HTMLElement;
    const draw = (): void => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      // -60 dBFS is silence, 0 as loud as it gets.
      const decibels = 10 * Math.log10(power + 1e-9);
      bar.style.transform = `scaleX(${Math.min(1, Math.max(0, (decibels + 60) / 60)).toFixed(3)})`;
      this.#frame = requestAnimationFrame(draw);
    };
    draw();
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    void this.#context?.close();
    this.#context = undefined;
  }
}
