import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import {
  EndReason,
  Presence,
  RosterChangedSchema,
  RosterSchema,
  type ParticipantSchema,
} from '../signal/gen/banyan/signal/v1/signal_pb.js';
import { Roster } from './Roster.js';

type Person = MessageInitShape<typeof ParticipantSchema>;

const version = (parts: Record<string, [incarnation: bigint, counter: bigint]>) => ({
  parts: Object.entries(parts).map(([node, [incarnation, counter]]) => ({ node, incarnation, counter })),
});
const person = (participantId: string, node: string, displayName = participantId): Person => ({
  participantId,
  region: 'eu',
  node,
  displayName,
});
const changed = (parts: Parameters<typeof version>[0], upserted: Person[], gone: string[] = []) =>
  create(RosterChangedSchema, {
    version: version(parts),
    upserted,
    gone: gone.map((participantId) => ({ participantId, reason: EndReason.LEFT })),
  });

function roster(): Roster {
  const made = new Roster();
  made.replace(
    create(RosterSchema, {
      version: version({ 'eu/a': [1n, 5n], 'eu/b': [1n, 9n] }),
      participants: [person('ada', 'a'), person('bea', 'b')],
      unlistedCount: 3,
    }),
  );
  return made;
}

const names = (of: Roster): string[] => [...of.participants.values()].map(({ displayName }) => displayName).sort();

describe('the roster', () => {
  it('takes what is newer', () => {
    const people = roster();
    const { upserted, gone } = people.merge(changed({ 'eu/a': [1n, 6n] }, [person('ada', 'a', 'Ada L.')]));
    expect(names(people)).toEqual(['Ada L.', 'bea']);
    expect(upserted).toHaveLength(1);
    expect(gone).toEqual([]);
  });

  it('leaves away what it has seen, as a resume repeats it', () => {
    const people = roster();
    const late = changed({ 'eu/a': [1n, 5n] }, [person('ada', 'a', 'old')], ['ada']);
    expect(people.merge(late)).toEqual({ upserted: [], gone: [] });
    expect(names(people)).toEqual(['ada', 'bea']);
  });

  it('judges each part by its own version', () => {
    const people = roster();
    const mixed = changed({ 'eu/a': [1n, 4n], 'eu/b': [1n, 10n] }, [
      person('ada', 'a', 'old'),
      person('bea', 'b', 'new'),
    ]);
    people.merge(mixed);
    expect(names(people)).toEqual(['ada', 'new']);
  });

  it('takes a later life of a node for newer, whatever it counts', () => {
    const people = roster();
    people.merge(changed({ 'eu/a': [2n, 1n] }, [person('ada', 'a', 'again')]));
    expect(names(people)).toEqual(['again', 'bea']);
    people.merge(changed({ 'eu/a': [1n, 100n] }, [person('ada', 'a', 'ghost')]));
    expect(names(people)).toEqual(['again', 'bea']);
  });

  it('tells who is gone and why', () => {
    const people = roster();
    const { gone } = people.merge(changed({ 'eu/b': [1n, 10n] }, [], ['bea', 'unknown']));
    expect(gone.map(({ participant, reason }) => [participant.participantId, reason])).toEqual([
      ['bea', EndReason.LEFT],
    ]);
    expect(names(people)).toEqual(['ada']);
  });

  it('replaces everything by a whole roster, and tells who is missing', () => {
    const people = roster();
    const { upserted, gone } = people.replace(
      create(RosterSchema, { version: version({ 'eu/c': [1n, 1n] }), participants: [person('cleo', 'c')] }),
    );
    expect(upserted).toHaveLength(1);
    expect(gone.map(({ participant }) => participant.participantId)).toEqual(['ada', 'bea']);
    expect(people.version().parts.map(({ node }) => node)).toEqual(['eu/c']);
  });

  it('names in its version the latest of every part', () => {
    const people = roster();
    people.merge(changed({ 'eu/a': [1n, 8n], 'us/x': [3n, 2n] }, []));
    const seen = Object.fromEntries(people.version().parts.map(({ node, counter }) => [node, counter]));
    expect(seen).toEqual({ 'eu/a': 8n, 'eu/b': 9n, 'us/x': 2n });
  });

  it('takes back that somebody was reconnecting, though nothing else changed of their part', () => {
    const people = new Roster();
    people.merge(changed({ 'eu/a': [1n, 5n] }, [person('ada', 'a', 'ada')]));
    people.merge(changed({}, [{ ...person('ada', 'a', 'ada'), presence: Presence.RECONNECTING }]));
    expect(people.participants.get('ada')?.presence).toBe(Presence.RECONNECTING);
    people.merge(changed({ 'eu/a': [1n, 5n] }, [{ ...person('ada', 'a', 'ada'), presence: Presence.PRESENT }]));
    expect(people.participants.get('ada')?.presence).toBe(Presence.PRESENT);
  });

  it('tells that the room has another session, once regions have met', () => {
    const roster = new Roster();
    expect(roster.merge(create(RosterChangedSchema, { sessionId: 'se_older' }))).toEqual({
      upserted: [],
      gone: [],
      sessionId: 'se_older',
    });
    expect(roster.merge(create(RosterChangedSchema, {}))).toEqual({ upserted: [], gone: [] });
  });
});
