/** Says from a level (0 to 1, linear) that is looked at a few times a second whether somebody speaks. */
export class SpeakingDetector {
  // -34 dBFS: speech into a microphone at arm's length is above, a quiet room below.
  static readonly ON_LEVEL = 0.02;
  // Lower than that to stay on, so that it does not flicker at the edge.
  static readonly OFF_LEVEL = 0.01;
  // Pauses between words are shorter.
  static readonly HOLD_MILLIS = 600;

  #isSpeaking = false;
  #lastLoudMillis = 0;

  get isSpeaking(): boolean {
    return this.#isSpeaking;
  }

  /** True: it changed. */
  onLevel(level: number, nowMillis: number): boolean {
    const threshold = this.#isSpeaking ? SpeakingDetector.OFF_LEVEL : SpeakingDetector.ON_LEVEL;
    if (level >= threshold) this.#lastLoudMillis = nowMillis;
    const speaks =
      level >= threshold || (this.#isSpeaking && nowMillis - this.#lastLoudMillis < SpeakingDetector.HOLD_MILLIS);
    if (speaks === this.#isSpeaking) return false;
    this.#isSpeaking = speaks;
    return true;
  }
}
