import { AudioClock, nowMillis } from './clock.js';

/** A burst begins at each full second of the page's clock and lasts this long. */
export const BURST_MILLIS = 60;
/** Of the burst, in Hz; no participant's own tone is near. */
export const BURST_FREQUENCY = 1600;

/** Whether a burst sounds at this moment: the picture of that moment carries the flash bit. */
export function isBurst(millis: number): boolean {
  return millis % 1000 < BURST_MILLIS;
}

/** A quiet tone at a frequency of the participant's own, and a loud burst at each full second, to measure lip sync by. */
export class FakeTone {
  // Bursts are set this far ahead: the context must not have rendered their time yet.
  static readonly AHEAD_MILLIS = 300;
  static readonly TONE_LEVEL = 0.08;
  static readonly BURST_LEVEL = 0.7;

  readonly track: MediaStreamTrack;
  readonly #context = new AudioContext();
  readonly #clock = new AudioClock(this.#context);
  readonly #burst: GainNode;
  readonly #timer: ReturnType<typeof setInterval>;
  #nextSecond = 0;

  constructor(participant: number) {
    const out = this.#context.createMediaStreamDestination();
    this.#oscillator(220 + (participant % 24) * 40, FakeTone.TONE_LEVEL).connect(out);
    this.#burst = this.#oscillator(BURST_FREQUENCY, 0);
    this.#burst.connect(out);
    this.track = out.stream.getAudioTracks()[0]!;
    this.#timer = setInterval(() => this.#schedule(), 50);
    // Where sound needs a click first, the first click anywhere will do.
    void this.#context.resume();
    addEventListener('pointerdown', () => void this.#context.resume(), { once: true });
  }

  /**
   * Whether the tone will sound. Firefox starts no AudioContext on a machine without sound hardware (measured: 153),
   * though it says that it would.
   */
  async works(): Promise<boolean> {
    const browser = navigator as { getAutoplayPolicy?(type: string): string };
    const mayStart = browser.getAutoplayPolicy?.('audiocontext') === 'allowed';
    for (let waited = 0; mayStart && waited < 1000 && this.#context.state !== 'running'; waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return !mayStart || this.#context.state === 'running';
  }

  stop(): void {
    clearInterval(this.#timer);
    this.track.stop();
    void this.#context.close();
  }

  #oscillator(frequency: number, level: number): GainNode {
    const oscillator = this.#context.createOscillator();
    const gain = this.#context.createGain();
    oscillator.frequency.value = frequency;
    gain.gain.value = level;
    oscillator.connect(gain);
    oscillator.start();
    return gain;
  }

  #schedule(): void {
    this.#clock.look();
    if (!this.#clock.isKnown) return;
    const second = Math.ceil(nowMillis() / 1000);
    const inMillis = second * 1000 - nowMillis();
    if (second === this.#nextSecond || inMillis > FakeTone.AHEAD_MILLIS || inMillis < 20) return;
    this.#nextSecond = second;
    const at = this.#clock.toContextSeconds(second * 1000);
    this.#burst.gain.setValueAtTime(FakeTone.BURST_LEVEL, at);
    this.#burst.gain.setValueAtTime(0, at + BURST_MILLIS / 1000);
  }
}
