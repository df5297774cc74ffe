import { create } from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import { PathsSchema, TrackPath_Why } from '../signal/gen/banyan/signal/v1/signal_pb.js';
import { trackPathsOf } from './trackPaths.js';

it('tells each link with its units, and what is not measured yet', () => {
  const paths = create(PathsSchema, {
    paths: [
      {
        mid: '3',
        trackId: 'camera',
        hops: [
          {
            from: 'eu/eu-1',
            to: 'us/us-1',
            rttMicros: 84_500,
            lossPermille: 12,
            repaired: 7,
            ageSeconds: 61,
            why: TrackPath_Why.SOONEST_WITH_ROOM,
          },
          { from: 'us/us-1', to: 'us/us-2' },
        ],
      },
      { mid: '4', trackId: 'here' },
    ],
  });

  expect(trackPathsOf(paths)).toEqual([
    {
      trackId: 'camera',
      hops: [
        {
          from: 'eu/eu-1',
          to: 'us/us-1',
          rttMillis: 84.5,
          loss: 0.012,
          repaired: 7,
          ageSeconds: 61,
          why: 'soonest-with-room',
        },
        {
          from: 'us/us-1',
          to: 'us/us-2',
          rttMillis: undefined,
          loss: 0,
          repaired: 0,
          ageSeconds: 0,
          why: undefined,
        },
      ],
    },
    { trackId: 'here', hops: [] },
  ]);
});
