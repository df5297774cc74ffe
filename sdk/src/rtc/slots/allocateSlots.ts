import type { TrackKind } from '../../session/model.js';

/** One m-line of the receive pool; slots with the same pair number are played in sync. */
export interface PoolSlot {
  mid: string;
  kind: TrackKind;
  pair: number;
}

/** What allocation needs to know about a track that shall be on a slot. */
export interface WantedTrack {
  trackId: string;
  participantId: string;
  syncGroup: string;
  kind: TrackKind;
  /** Off screen: first to lose its slot when there are no more. */
  hidden: boolean;
}

export interface Allocation {
  /** Track id by mid. */
  placed: Map<string, string>;
  /** Slots that are missing, by kind. */
  short: Record<TrackKind, number>;
}

interface Pair {
  index: number;
  audio?: string;
  video?: string;
}

/** Tracks of one participant that are played in sync: at most one of each kind. */
interface Group {
  audio?: WantedTrack;
  video?: WantedTrack;
  isMain: boolean;
  hidden: boolean;
}

/**
 * Decides which track is on which slot. A group of tracks gets a pair for itself; what has a fitting place keeps it, so
 * that pictures do not wander. As long as the pool can grow, a group that finds no pair waits for the growth; after
 * that, groups on screen go before hidden ones and sound and picture may be parted.
 */
export function allocateSlots(
  slots: readonly PoolSlot[],
  wanted: readonly WantedTrack[],
  held: ReadonlyMap<string, string>,
  mayGrow: boolean,
): Allocation {
  const pairs = pairsOf(slots);
  const pairOfTrack = new Map<string, Pair>();
  for (const slot of slots) {
    const trackId = held.get(slot.mid);
    if (trackId) pairOfTrack.set(trackId, pairs.get(slot.pair)!);
  }
  const free = new Set(pairs.values());
  const placed = new Map<string, string>();
  const put = (group: Group, pair: Pair): void => {
    free.delete(pair);
    if (group.audio && pair.audio) placed.set(pair.audio, group.audio.trackId);
    if (group.video && pair.video) placed.set(pair.video, group.video.trackId);
  };

  const groups = groupsOf(wanted);
  const waiting: Group[] = [];
  const rounds = mayGrow ? [groups] : [groups.filter((g) => !g.hidden), groups.filter((g) => g.hidden)];
  for (const round of rounds) {
    const homeless = round.filter((group) => {
      const pair = heldBy(group, pairOfTrack);
      if (!pair || !free.has(pair) || !fits(group, pair)) return true;
      put(group, pair);
      return false;
    });
    for (const group of homeless) {
      const pair = bestOf(group, free);
      if (pair) put(group, pair);
      else waiting.push(group);
    }
  }

  const stillWaiting = mayGrow ? keepHalves(waiting, pairOfTrack, free, put) : spread(waiting, slots, placed);
  const needs = (kind: TrackKind): number => stillWaiting.filter((group) => group[kind]).length;
  // Sound that comes in addition makes whole pairs of the pictures that have none yet.
  const freeVideo = [...free].filter((pair) => pair.video).length;
  return { placed, short: { audio: needs('audio'), video: Math.max(0, needs('video') - freeVideo) } };
}

/** How much the pool grows: what is short is doubled at least, up to the limit. */
export function growth(
  slots: readonly PoolSlot[],
  short: Record<TrackKind, number>,
  limitPerKind: number,
): Record<TrackKind, number> {
  const of = (kind: TrackKind): number => {
    const present = slots.filter((slot) => slot.kind === kind).length;
    return short[kind] === 0 ? 0 : Math.min(Math.max(present, short[kind]), Math.max(0, limitPerKind - present));
  };
  return { audio: of('audio'), video: of('video') };
}

function pairsOf(slots: readonly PoolSlot[]): Map<number, Pair> {
  const pairs = new Map<number, Pair>();
  for (const slot of slots) {
    const pair = pairs.get(slot.pair) ?? { index: slot.pair };
    pair[slot.kind] = slot.mid;
    pairs.set(slot.pair, pair);
  }
  return pairs;
}

function groupsOf(wanted: readonly WantedTrack[]): Group[] {
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  for (const track of wanted) {
    const key = JSON.stringify([track.participantId, track.syncGroup]);
    const group = open.get(key);
    if (group && !group[track.kind]) {
      group[track.kind] = track;
      group.hidden &&= track.hidden;
    } else {
      const made: Group = { [track.kind]: track, isMain: track.syncGroup === '', hidden: track.hidden };
      if (!group) open.set(key, made);
      groups.push(made);
    }
  }
  return groups;
}

function heldBy(group: Group, pairOfTrack: ReadonlyMap<string, Pair>): Pair | undefined {
  return pairOfTrack.get(group.video?.trackId ?? '') ?? pairOfTrack.get(group.audio?.trackId ?? '');
}

function fits(group: Group, pair: Pair): boolean {
  return (!group.audio || pair.audio !== undefined) && (!group.video || pair.video !== undefined);
}

/** A camera takes a whole pair, since a microphone may follow; a screen, if it can, a picture without sound. */
function bestOf(group: Group, free: ReadonlySet<Pair>): Pair | undefined {
  const isWhole = (pair: Pair): boolean => pair.audio !== undefined && pair.video !== undefined;
  const prefersWhole = group.isMain || (group.audio !== undefined && group.video !== undefined);
  const fitting = [...free].filter((pair) => fits(group, pair)).sort((a, b) => a.index - b.index);
  return fitting.find((pair) => isWhole(pair) === prefersWhole) ?? fitting[0];
}

/** Until the pool has grown, a group whose pair lacks a half stays where it is with the other. */
function keepHalves(
  waiting: Group[],
  pairOfTrack: ReadonlyMap<string, Pair>,
  free: ReadonlySet<Pair>,
  put: (group: Group, pair: Pair) => void,
): Group[] {
  for (const group of waiting) {
    const pair = heldBy(group, pairOfTrack);
    if (pair && free.has(pair)) put(group, pair);
  }
  return waiting;
}

/** The pool is as large as it gets: any free slot of the kind will do, in sync or not. */
function spread(waiting: Group[], slots: readonly PoolSlot[], placed: Map<string, string>): Group[] {
  return waiting.filter((group) => {
    for (const track of [group.audio, group.video]) {
      if (!track) continue;
      const slot = slots.find((candidate) => candidate.kind === track.kind && !placed.has(candidate.mid));
      if (slot) placed.set(slot.mid, track.trackId);
    }
    return false;
  });
}
