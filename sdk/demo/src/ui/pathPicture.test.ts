import type { PathHop } from '@banyan/sdk';
import { expect, it } from 'vitest';
import { detailsOf, healthOf, pictureOf } from './pathPicture.js';

function hop(from: string, to: string, more: Partial<PathHop> = {}): PathHop {
  return { from, to, rttMillis: 80, loss: 0, repaired: 0, ageSeconds: 5, why: 'soonest', ...more };
}

it('draws every node and link once, however many tracks come by it', () => {
  const eu = [hop('eu/a', 'us/a'), hop('us/a', 'ap/a')];
  const picture = pictureOf(
    [
      { trackId: 'camera', hops: eu },
      { trackId: 'microphone', hops: eu },
      { trackId: 'screen', hops: [hop('us/a', 'ap/a')] },
      { trackId: 'near', hops: [] },
    ],
    'ap/a',
  );

  expect(picture.nodes).toEqual([
    { node: 'ap/a', depth: 0, row: 0 },
    { node: 'eu/a', depth: 2, row: 0 },
    { node: 'us/a', depth: 1, row: 0 },
  ]);
  expect(picture.links.map(({ hop: { from, to }, tracks }) => [from, to, tracks])).toEqual([
    ['eu/a', 'us/a', 2],
    ['us/a', 'ap/a', 3],
  ]);
});

it('puts nodes that are as far away below each other', () => {
  const picture = pictureOf(
    [
      { trackId: '1', hops: [hop('eu/a', 'ap/a')] },
      { trackId: '2', hops: [hop('us/a', 'ap/a')] },
    ],
    'ap/a',
  );

  expect(picture.nodes.filter(({ depth }) => depth === 1).map(({ row }) => row)).toEqual([0, 1]);
});

it('says how a link is', () => {
  expect(healthOf(hop('a', 'b'))).toBe('good');
  expect(healthOf(hop('a', 'b', { loss: 0.01 }))).toBe('fair');
  expect(healthOf(hop('a', 'b', { why: 'backup' }))).toBe('fair');
  expect(healthOf(hop('a', 'b', { loss: 0.1 }))).toBe('poor');
  expect(detailsOf(hop('a', 'b', { loss: 0.012, repaired: 31, ageSeconds: 121 }))).toBe(
    '1.2 % lost, 31 repaired, for 2 min: soonest',
  );
  expect(detailsOf(hop('a', 'b', { why: undefined }))).toBe('0.0 % lost, 0 repaired, for 5 s');
});
