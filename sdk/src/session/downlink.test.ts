import { create } from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import { DownlinkSchema } from '../signal/gen/banyan/signal/v1/signal_pb.js';
import { downlinkOf } from './downlink.js';

it('names tracks instead of m-lines, and leaves out those that are free by now', () => {
  const message = create(DownlinkSchema, {
    estimateBps: 2_400_000n,
    wantedBps: 3_400_000n,
    grantedBps: 2_100_000n,
    sentBps: 2_050_000n,
    acknowledgedBps: 2_000_000n,
    lossPermille: 12,
    rttMicros: 84_500,
    slots: [
      { mid: '3', rid: 'h', granted: 1, wanted: 2, bitrateBps: 500_000n },
      { mid: '5', rid: '', granted: -1, wanted: 2, bitrateBps: 0n },
      { mid: '7', rid: 'q', granted: 0, wanted: 0, bitrateBps: 150_000n },
    ],
  });
  const tracks: Record<string, string> = { '3': 'camera', '5': 'screen' };

  expect(downlinkOf(message, (mid) => tracks[mid] ?? '')).toEqual({
    estimateBps: 2_400_000,
    wantedBps: 3_400_000,
    targetBps: 2_100_000,
    sentBps: 2_050_000,
    loss: 0.012,
    rttMillis: 84.5,
    layers: [
      { trackId: 'camera', rid: 'h', granted: 1, wanted: 2, bitrateBps: 500_000 },
      { trackId: 'screen', rid: '', granted: undefined, wanted: 2, bitrateBps: 0 },
    ],
  });
});

it('says what is not known', () => {
  const { estimateBps, rttMillis, layers } = downlinkOf(create(DownlinkSchema, {}), () => '');
  expect([estimateBps, rttMillis, layers]).toEqual([undefined, undefined, []]);
});
