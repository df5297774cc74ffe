import type { Quality } from '@banyan/sdk';
import { describe, expect, it } from 'vitest';
import { ownQualityText, qualityText, worse } from './qualityText.js';

const good: Quality = { level: 'good', score: 3.8, causes: [] };
const poor: Quality = { level: 'poor', score: 1.9, causes: ['loss', 'freezes'] };

describe('qualityText', () => {
  it('says what it is like, and why', () => {
    expect(qualityText(good)).toBe('Good connection');
    expect(qualityText(poor)).toBe('Poor connection: much is lost on the way, the picture stands still');
  });

  it('takes the worse of picture and sound', () => {
    expect(worse(good, poor)).toBe(poor);
    expect(worse(undefined, good)).toBe(good);
    expect(worse(undefined, undefined)).toBeUndefined();
  });

  it('tells the two directions apart', () => {
    expect(ownQualityText(good, good)).toBe('');
    expect(ownQualityText(poor, good)).toContain('Others see and hear you badly');
    expect(ownQualityText(good, poor)).toContain('You see and hear others badly');
    expect(ownQualityText(poor, poor)).toContain('and you them');
  });
});
