import { describe, expect, it } from 'vitest';
import type { TrackKind } from '../../session/model.js';
import { followSpeech, type SpeechSlots, type UsedSlot } from './followSpeech.js';
import { NOTHING } from './ReceiveSlot.js';
import type { TrackWish } from './SlotBoard.js';

const FIVE: SpeechSlots = { audio: 5, video: 0 };

function pool(audio: number, video: number, used: Record<string, Partial<UsedSlot['wish']>> = {}): UsedSlot[] {
  const of = (kind: TrackKind, count: number): UsedSlot[] =>
    [...Array(count).keys()].map((pair) => {
      const mid = `${kind[0]}${pair}`;
      return { mid, kind, pair, wish: { ...NOTHING, ...used[mid] } };
    });
  return [...of('audio', audio), ...of('video', video)];
}

function wish(trackId: string, kind: TrackKind, more: Partial<TrackWish> = {}): TrackWish {
  return { ...NOTHING, trackId, participantId: trackId, syncGroup: '', kind, ...more };
}

const microphones = (count: number): TrackWish[] => [...Array(count).keys()].map((n) => wish(`mic${n}`, 'audio'));
const cameras = (count: number): TrackWish[] => [...Array(count).keys()].map((n) => wish(`cam${n}`, 'video'));
const midsOf = (slots: Map<string, unknown>): string[] => [...slots.keys()];

describe('slots that follow speech', () => {
  it('leaves few tracks a slot each', () => {
    const wishes = [...microphones(5), ...cameras(9)];
    const { slots, rest, short } = followSpeech(pool(6, 6), wishes, FIVE);
    expect(slots.size).toBe(0);
    expect(rest).toEqual(wishes);
    expect(short).toEqual({ audio: 0, video: 0 });
  });

  it('has so many slots follow when more is wanted', () => {
    const { slots, rest } = followSpeech(pool(6, 6), [...microphones(6), ...cameras(2)], FIVE);
    expect(midsOf(slots)).toEqual(['a0', 'a1', 'a2', 'a3', 'a4']);
    expect(slots.get('a0')).toMatchObject({ trackId: '', followsSpeech: true });
    expect(rest.map(({ trackId }) => trackId)).toEqual(['cam0', 'cam1']);
  });

  it('says how many slots are missing', () => {
    const { slots, short } = followSpeech(pool(3, 6), microphones(900), FIVE);
    expect(slots.size).toBe(3);
    expect(short).toEqual({ audio: 2, video: 0 });
  });

  it('goes on until there are fewer than slots', () => {
    const following = Object.fromEntries(['a0', 'a1', 'a2', 'a3', 'a4'].map((mid) => [mid, { followsSpeech: true }]));
    expect(followSpeech(pool(5, 0, following), microphones(5), FIVE).slots.size).toBe(5);
    expect(followSpeech(pool(5, 0, following), microphones(4), FIVE).slots.size).toBe(0);
  });

  it('never follows when told not to', () => {
    expect(followSpeech(pool(3, 6), microphones(50), { audio: 0, video: 0 }).slots.size).toBe(0);
  });

  it('keeps slots of their own for screens and what is pinned', () => {
    const screen = wish('screen', 'video', { syncGroup: 'screen' });
    const pinned = wish('pinned', 'video', { pinned: true });
    const held = pool(0, 4, { v0: { trackId: 'screen' }, v1: { trackId: 'pinned' } });
    const { slots, rest } = followSpeech(held, [screen, pinned, ...cameras(3)], { audio: 0, video: 2 });
    expect(midsOf(slots)).toEqual(['v2', 'v3']);
    expect(rest).toEqual([screen, pinned]);
  });

  it('asks for the largest size that any of them is shown at', () => {
    const wishes = [
      wish('cam0', 'video', { width: 320, height: 180, frameRate: 15, priority: 1 }),
      wish('cam1', 'video', { width: 640, height: 360, frameRate: 30 }),
    ];
    const [asked] = followSpeech(pool(0, 1), wishes, { audio: 0, video: 1 }).slots.values();
    expect(asked).toMatchObject({ width: 640, height: 360, frameRate: 30, priority: 1 });
    const whole = followSpeech(pool(0, 1), [...wishes, wish('cam2', 'video')], { audio: 0, video: 1 });
    expect([...whole.slots.values()][0]).toMatchObject({ width: 0, height: 0, frameRate: 0 });
  });
});
