import { create } from '@bufbuild/protobuf';
import {
  PartVersionSchema,
  RosterVersionSchema,
  type EndReason,
  type Participant,
  type PartVersion,
  type Roster as WireRoster,
  type RosterChanged,
  type RosterVersion,
} from '../signal/gen/banyan/signal/v1/signal_pb.js';

export interface RosterDifference {
  /** New ones and changed ones, whole. */
  upserted: Participant[];
  gone: { participant: Participant; reason: EndReason }[];
  /** Set when the room's session turned out to be another one: two regions met. */
  sessionId?: string;
}

/**
 * Who is in the room, as far as this client was told. Each node's part of it has its own version and only that part's
 * versions are compared, so that a message that comes late or again changes nothing.
 */
export class Roster {
  readonly #participants = new Map<string, Participant>();
  readonly #versions = new Map<string, PartVersion>();
  #unlistedCount = 0;

  get participants(): ReadonlyMap<string, Participant> {
    return this.#participants;
  }

  /** People in the room that are counted only. */
  get unlistedCount(): number {
    return this.#unlistedCount;
  }

  /** A version vector for a resume. */
  version(): RosterVersion {
    return create(RosterVersionSchema, { parts: [...this.#versions.values()] });
  }

  /** Takes a whole roster in the place of what was known. */
  replace(roster: WireRoster): RosterDifference {
    const known = new Set(roster.participants.map((participant) => participant.participantId));
    const gone = [...this.#participants.values()].filter((participant) => !known.has(participant.participantId));
    this.#participants.clear();
    this.#versions.clear();
    for (const participant of roster.participants) this.#participants.set(participant.participantId, participant);
    for (const part of roster.version?.parts ?? []) this.#versions.set(part.node, part);
    this.#unlistedCount = roster.unlistedCount;
    return {
      upserted: roster.participants,
      // Nobody says why somebody is not in a whole roster.
      gone: gone.map((participant) => ({ participant, reason: 0 })),
    };
  }

  merge(change: RosterChanged): RosterDifference {
    const offered = new Map((change.version?.parts ?? []).map((part) => [part.node, part]));
    const isNews = (participant: Participant): boolean => {
      const node = partOf(participant);
      const version = offered.get(node);
      const known = this.#versions.get(node);
      if (!version || !known || isLater(version, known)) return true;
      // The owner of a part is heard of again: nothing has changed in it but that its people are not reconnecting.
      const shown = this.#participants.get(participant.participantId);
      return !isLater(known, version) && shown !== undefined && shown.presence !== participant.presence;
    };
    const upserted = change.upserted.filter(isNews);
    const gone: RosterDifference['gone'] = [];
    for (const { participantId, reason } of change.gone) {
      const participant = this.#participants.get(participantId);
      if (!participant || !isNews(participant)) continue;
      this.#participants.delete(participantId);
      gone.push({ participant, reason });
    }
    for (const participant of upserted) this.#participants.set(participant.participantId, participant);
    for (const [node, version] of offered) {
      const known = this.#versions.get(node);
      if (!known || isLater(version, known)) this.#versions.set(node, create(PartVersionSchema, version));
    }
    this.#unlistedCount = change.unlistedCount;
    return change.sessionId ? { upserted, gone, sessionId: change.sessionId } : { upserted, gone };
  }

  clear(): void {
    this.#participants.clear();
    this.#versions.clear();
  }
}

/** Whose part of the room a participant belongs to, named as versions name it: "region/node". */
function partOf(participant: Participant): string {
  return participant.node.includes('/') ? participant.node : `${participant.region}/${participant.node}`;
}

function isLater(version: PartVersion, than: PartVersion): boolean {
  if (version.incarnation !== than.incarnation) return version.incarnation > than.incarnation;
  return version.counter > than.counter;
}
