import { describe, expect, it } from 'vitest';
import { allocateSlots, growth, type PoolSlot, type WantedTrack } from './allocateSlots.js';

/** The first pool of a client: pairs 0 to 2 whole, 3 to 5 picture only. */
function pool(audio = 3, video = 6): PoolSlot[] {
  return [
    ...[...Array(audio).keys()].map((pair) => ({ mid: `a${pair}`, kind: 'audio' as const, pair })),
    ...[...Array(video).keys()].map((pair) => ({ mid: `v${pair}`, kind: 'video' as const, pair })),
  ];
}

function wants(participantId: string, what: string, hidden = false): WantedTrack[] {
  const make = (source: string, kind: 'audio' | 'video', syncGroup: string): WantedTrack => ({
    trackId: `${participantId}-${source}`,
    participantId,
    syncGroup,
    kind,
    hidden,
  });
  return [...what].map((letter) => {
    if (letter === 'm') return make('mic', 'audio', '');
    if (letter === 'c') return make('cam', 'video', '');
    if (letter === 's') return make('screen', 'video', 'screen');
    return make('sound', 'audio', 'screen');
  });
}

function allocate(slots: PoolSlot[], wanted: WantedTrack[], held: Record<string, string> = {}, mayGrow = true) {
  const { placed, short } = allocateSlots(slots, wanted, new Map(Object.entries(held)), mayGrow);
  return { placed: Object.fromEntries(placed), short };
}

const NONE = { audio: 0, video: 0 };

describe('the allocation of slots', () => {
  it('gives a participant a pair, so that lips and voice go together', () => {
    const { placed, short } = allocate(pool(), [...wants('ada', 'mc'), ...wants('bea', 'cm')]);
    expect(placed).toEqual({ a0: 'ada-mic', v0: 'ada-cam', a1: 'bea-mic', v1: 'bea-cam' });
    expect(short).toEqual(NONE);
  });

  it('gives a screen and its sound another pair', () => {
    const { placed } = allocate(pool(), [...wants('ada', 'mc'), ...wants('ada', 'sx')]);
    expect(placed).toMatchObject({ v0: 'ada-cam', v1: 'ada-screen', a1: 'ada-sound' });
  });

  it('puts a silent screen where there is no sound, and keeps whole pairs for people', () => {
    const { placed } = allocate(pool(), wants('ada', 's'));
    expect(placed).toEqual({ v3: 'ada-screen' });
  });

  it('keeps a place for the microphone of somebody who has the camera on only', () => {
    const first = allocate(pool(), [...wants('ada', 'c'), ...wants('bea', 'mc')]);
    expect(first.placed).toEqual({ v0: 'ada-cam', a1: 'bea-mic', v1: 'bea-cam' });
    const then = allocate(pool(), [...wants('ada', 'cm'), ...wants('bea', 'mc')], first.placed);
    expect(then.placed).toEqual({ a0: 'ada-mic', v0: 'ada-cam', a1: 'bea-mic', v1: 'bea-cam' });
  });

  it('leaves everybody in place when somebody goes', () => {
    const held = { a0: 'ada-mic', v0: 'ada-cam', a1: 'bea-mic', v1: 'bea-cam', a2: 'cleo-mic', v2: 'cleo-cam' };
    const { placed } = allocate(pool(), [...wants('cleo', 'mc'), ...wants('bea', 'mc')], held);
    expect(placed).toEqual({ a1: 'bea-mic', v1: 'bea-cam', a2: 'cleo-mic', v2: 'cleo-cam' });
  });

  it('says what is short for a fourth participant, and lets the others be', () => {
    const people = ['ada', 'bea', 'cleo', 'dora'].flatMap((name) => wants(name, 'mc'));
    const { placed, short } = allocate(pool(), people);
    expect(Object.keys(placed)).toHaveLength(6);
    expect(Object.values(placed)).not.toContain('dora-cam');
    // The picture has a slot already: it gets its other half.
    expect(short).toEqual({ audio: 1, video: 0 });
  });

  it('uses a picture without sound at once, until it gets its sound', () => {
    const people = ['ada', 'bea', 'cleo'].flatMap((name) => wants(name, 'mc'));
    const first = allocate(pool(), [...people, ...wants('dora', 'c')]);
    expect(first).toMatchObject({ placed: { v3: 'dora-cam' }, short: NONE });
    const speaks = allocate(pool(), [...people, ...wants('dora', 'cm')], first.placed);
    expect(speaks).toMatchObject({ placed: { v3: 'dora-cam' }, short: { audio: 1, video: 0 } });
    const grown = allocate(pool(6, 6), [...people, ...wants('dora', 'cm')], speaks.placed);
    expect(grown).toMatchObject({ placed: { v3: 'dora-cam', a3: 'dora-mic' }, short: NONE });
  });

  it('takes a second camera of somebody as a picture of its own', () => {
    const second = { ...wants('ada', 'c')[0]!, trackId: 'ada-cam2' };
    const { placed } = allocate(pool(), [...wants('ada', 'mc'), second]);
    expect(Object.values(placed).sort()).toEqual(['ada-cam', 'ada-cam2', 'ada-mic']);
  });

  it('shows those on screen when there are no more slots', () => {
    const people = [...wants('ada', 'mc', true), ...wants('bea', 'mc'), ...wants('cleo', 'mc')];
    const held = { a0: 'ada-mic', v0: 'ada-cam' };
    const { placed, short } = allocate(pool(2, 2), people, held, false);
    expect(Object.values(placed).sort()).toEqual(['bea-cam', 'bea-mic', 'cleo-cam', 'cleo-mic']);
    expect(short).toEqual(NONE);
  });

  it('parts sound and picture rather than showing nothing', () => {
    const { placed } = allocate(pool(1, 3), [...wants('ada', 's'), ...wants('ada', 'mc')], { v0: 'ada-screen' }, false);
    expect(Object.values(placed).sort()).toEqual(['ada-cam', 'ada-mic', 'ada-screen']);
  });

  it('never puts one track on two slots or two tracks on one', () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48271) % 0x7fffffff) % below;
    let held: Record<string, string> = {};
    for (let round = 0; round < 2000; round++) {
      const people = [...Array(random(9)).keys()].flatMap((index) =>
        wants(`p${index}`, ['mc', 'm', 'c', 'mcs', 'mcsx', 'sx'][random(6)]!, random(4) === 0),
      );
      const slots = pool(random(7), random(10));
      const { placed } = allocate(slots, people, held, random(2) === 0);
      const kinds = new Map(slots.map((slot) => [slot.mid, slot.kind]));
      const tracks = Object.values(placed);
      expect(new Set(tracks).size).toBe(tracks.length);
      for (const [mid, trackId] of Object.entries(placed)) {
        expect(people.find((track) => track.trackId === trackId)?.kind).toBe(kinds.get(mid));
      }
      held = placed;
    }
  });
});

describe('the growth of the pool', () => {
  it.each([
    [{ audio: 1, video: 0 }, 3, 0],
    [{ audio: 1, video: 2 }, 3, 6],
    [{ audio: 20, video: 0 }, 20, 0],
    [{ audio: 0, video: 0 }, 0, 0],
  ])('doubles what is short: %o', (short, audio, video) => {
    expect(growth(pool(), short, 64)).toEqual({ audio, video });
  });

  it('ends at the limit', () => {
    expect(growth(pool(60, 64), { audio: 30, video: 30 }, 64)).toEqual({ audio: 4, video: 0 });
  });
});
