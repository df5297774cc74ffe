import type { TrackKind } from '../../session/model.js';
import type { PoolSlot, WantedTrack } from './allocateSlots.js';
import { NOTHING, type SlotWish } from './ReceiveSlot.js';

/** On how many slots of a kind the node is to put whoever speaks when more tracks are wanted than that; 0: never. */
export type SpeechSlots = Record<TrackKind, number>;

/** What a slot was used for before. */
export type UsedSlot = PoolSlot & { wish: SlotWish };

export interface Following<Wish> {
  /** By mid: what to ask for on slots that follow speech. */
  slots: Map<string, SlotWish>;
  /** Wishes that need a slot of their own. */
  rest: Wish[];
  /** Slots that are missing, by kind. */
  short: Record<TrackKind, number>;
}

/**
 * Decides which slots follow speech. Few tracks have a slot each, the sound in sync with its picture; of more, so many
 * slots carry whoever speaks, and the others wait. What is pinned, and a shared screen, has its own slot always.
 */
export function followSpeech<Wish extends WantedTrack & SlotWish>(
  pool: readonly UsedSlot[],
  wishes: readonly Wish[],
  limits: SpeechSlots,
): Following<Wish> {
  const result: Following<Wish> = { slots: new Map(), rest: [...wishes], short: { audio: 0, video: 0 } };
  for (const kind of ['audio', 'video'] as const) {
    const used = pool.filter((slot) => slot.kind === kind);
    const led = wishes.filter((wish) => wish.kind === kind && mayFollow(wish));
    const isFollowing = used.some(({ wish }) => wish.followsSpeech);
    // One more or one fewer than the limit, time and again, must not turn everything over each time.
    if (limits[kind] === 0 || led.length < limits[kind] || (led.length === limits[kind] && !isFollowing)) continue;
    result.rest = result.rest.filter((wish) => !led.includes(wish));
    const own = new Set(result.rest.map(({ trackId }) => trackId));
    const chosen = used
      .sort((one, other) => rank(one, own) - rank(other, own) || one.pair - other.pair)
      .slice(0, limits[kind]);
    for (const { mid } of chosen) result.slots.set(mid, wishOf(led));
    result.short[kind] = limits[kind] - chosen.length;
  }
  return result;
}

function mayFollow(wish: WantedTrack & SlotWish): boolean {
  return wish.kind === 'audio' || (wish.syncGroup === '' && !wish.pinned);
}

/** Those that follow already go on; one that shows what stays is left alone as long as there are others. */
function rank({ wish }: UsedSlot, own: ReadonlySet<string>): number {
  if (wish.followsSpeech) return 0;
  return own.has(wish.trackId) ? 2 : 1;
}

/** As the one of them that wants most: any may come on the slot. */
function wishOf(led: readonly SlotWish[]): SlotWish {
  const most = (key: 'width' | 'height' | 'frameRate'): number =>
    led.some((wish) => wish[key] === 0) ? 0 : Math.max(...led.map((wish) => wish[key]));
  return {
    ...NOTHING,
    followsSpeech: true,
    width: most('width'),
    height: most('height'),
    frameRate: most('frameRate'),
    priority: Math.max(...led.map(({ priority }) => priority)),
  };
}
