import { describe, expect, it } from 'vitest';
import { SpeakingDetector } from './SpeakingDetector.js';

describe('speaking', () => {
  it('begins with the first loud moment and ends after a pause', () => {
    const detector = new SpeakingDetector();
    const heard = [0, 0.005, 0.1, 0.2, 0.001, 0.001, 0.15, 0, 0, 0, 0, 0, 0, 0].map((level, index) => {
      detector.onLevel(level, index * 125);
      return detector.isSpeaking ? 1 : 0;
    });
    expect(heard.join('')).toBe('00111111111000');
  });

  it('does not begin below the threshold, nor end above the lower one', () => {
    const detector = new SpeakingDetector();
    expect(detector.onLevel(0.015, 0)).toBe(false);
    expect(detector.onLevel(0.03, 100)).toBe(true);
    for (let millis = 200; millis < 3000; millis += 100) expect(detector.onLevel(0.015, millis)).toBe(false);
    expect(detector.isSpeaking).toBe(true);
  });
});
