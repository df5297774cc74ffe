import { SpeakingDetector } from './SpeakingDetector.js';

/** Where levels are read: by a key of whoever asks. Undefined: not known, which counts as silence. */
export interface LevelSource {
  /** Keys of what can be heard now. */
  keys(): Iterable<string>;
  level(key: string): number | undefined | Promise<number | undefined>;
}

/** Polls levels while there is anything to hear, and tells who began or ceased to speak. */
export class LevelPoll {
  // Fast enough that a ring lights up with the first syllable.
  static readonly PERIOD_MILLIS = 125;

  readonly #source: LevelSource;
  readonly #onChange: (key: string, speaking: boolean) => void;
  readonly #detectors = new Map<string, SpeakingDetector>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(source: LevelSource, onChange: (key: string, speaking: boolean) => void) {
    this.#source = source;
    this.#onChange = onChange;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.poll(), LevelPoll.PERIOD_MILLIS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#forgetAllBut(new Set());
  }

  async poll(): Promise<void> {
    const keys = new Set(this.#source.keys());
    this.#forgetAllBut(keys);
    for (const key of keys) {
      const level = (await this.#source.level(key)) ?? 0;
      if (this.#timer === undefined) return;
      let detector = this.#detectors.get(key);
      if (!detector) this.#detectors.set(key, (detector = new SpeakingDetector()));
      if (detector.onLevel(level, Date.now())) this.#onChange(key, detector.isSpeaking);
    }
  }

  #forgetAllBut(keys: ReadonlySet<string>): void {
    for (const [key, detector] of this.#detectors) {
      if (keys.has(key)) continue;
      this.#detectors.delete(key);
      if (detector.isSpeaking) this.#onChange(key, false);
    }
  }
}
