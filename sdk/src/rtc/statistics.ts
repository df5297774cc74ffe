import type { MessageInitShape } from '@bufbuild/protobuf';
import type { TrackKind } from '../session/model.js';
import type { ClientReport_SlotReportSchema } from '../signal/gen/banyan/signal/v1/signal_pb.js';

/** How one subscribed track arrives, since its slot was made. */
export interface SlotStats {
  mid: string;
  kind: TrackKind;
  trackId: string;
  participantId: string;
  bytesReceived: number;
  packetsReceived: number;
  packetsLost: number;
  jitterMillis: number;
  /** Mean time that what is played now spent in the jitter buffer. */
  jitterBufferMillis: number;
  /** From the node's word that the track is on the slot to its first picture; 0: none yet, or it was held back. */
  firstFrameMillis: number;
  framesDecoded: number;
  framesDropped: number;
  framesPerSecond: number;
  keyFramesDecoded: number;
  freezes: number;
  freezeMillis: number;
  width: number;
  height: number;
  concealedSamples: number;
  /** Concealed while nothing was sent, which nobody hears. */
  silentConcealedSamples: number;
  totalSamples: number;
  audioLevel: number;
  nacksSent: number;
  plisSent: number;
}

/** How one encoding of a published track leaves. */
export interface SendStats {
  mid: string;
  rid: string;
  kind: TrackKind;
  trackId: string;
  active: boolean;
  bytesSent: number;
  packetsSent: number;
  retransmittedPackets: number;
  framesEncoded: number;
  keyFramesEncoded: number;
  framesPerSecond: number;
  width: number;
  height: number;
  qualityLimitation: string;
}

export interface CallStats {
  /** Media round trip; 0: not known. */
  roundTripMillis: number;
  availableOutgoingBitrateBps: number;
  /** Round trip of the signalling connection; 0: not known. */
  signalRoundTripMillis: number;
  slots: SlotStats[];
  sends: SendStats[];
}

/** What a slot carries. */
export type OnSlot = Pick<SlotStats, 'trackId' | 'participantId' | 'firstFrameMillis'>;

type Entry = Record<string, number | string | boolean | undefined>;

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** `onSlot` and `sentOn` say which track a mid carries; what carries none is left out. */
export function summarize(
  report: RTCStatsReport,
  onSlot: ReadonlyMap<string, OnSlot>,
  sentOn: ReadonlyMap<string, string>,
  signalRoundTripMillis: number,
): CallStats {
  const stats: CallStats = {
    roundTripMillis: 0,
    availableOutgoingBitrateBps: 0,
    signalRoundTripMillis,
    slots: [],
    sends: [],
  };
  report.forEach((entry: Entry) => {
    const mid = text(entry['mid']);
    const slot = onSlot.get(mid);
    const sent = sentOn.get(mid);
    if (entry['type'] === 'inbound-rtp' && slot) stats.slots.push(slotStats(entry, mid, slot));
    else if (entry['type'] === 'outbound-rtp' && sent !== undefined) stats.sends.push(sendStats(entry, mid, sent));
    else if (entry['type'] === 'candidate-pair' && entry['nominated'] === true) {
      stats.roundTripMillis = number(entry['currentRoundTripTime']) * 1000;
      stats.availableOutgoingBitrateBps = number(entry['availableOutgoingBitrate']);
    }
  });
  return stats;
}

function slotStats(entry: Entry, mid: string, slot: OnSlot): SlotStats {
  const emitted = number(entry['jitterBufferEmittedCount']);
  return {
    mid,
    kind: entry['kind'] === 'audio' ? 'audio' : 'video',
    trackId: slot.trackId,
    participantId: slot.participantId,
    firstFrameMillis: slot.firstFrameMillis,
    bytesReceived: number(entry['bytesReceived']),
    packetsReceived: number(entry['packetsReceived']),
    packetsLost: number(entry['packetsLost']),
    jitterMillis: number(entry['jitter']) * 1000,
    jitterBufferMillis: emitted === 0 ? 0 : (number(entry['jitterBufferDelay']) / emitted) * 1000,
    framesDecoded: number(entry['framesDecoded']),
    framesDropped: number(entry['framesDropped']),
    framesPerSecond: number(entry['framesPerSecond']),
    keyFramesDecoded: number(entry['keyFramesDecoded']),
    freezes: number(entry['freezeCount']),
    freezeMillis: number(entry['totalFreezesDuration']) * 1000,
    width: number(entry['frameWidth']),
    height: number(entry['frameHeight']),
    concealedSamples: number(entry['concealedSamples']),
    silentConcealedSamples: number(entry['silentConcealedSamples']),
    totalSamples: number(entry['totalSamplesReceived']),
    audioLevel: number(entry['audioLevel']),
    nacksSent: number(entry['nackCount']),
    plisSent: number(entry['pliCount']),
  };
}

function sendStats(entry: Entry, mid: string, trackId: string): SendStats {
  return {
    mid,
    rid: text(entry['rid']),
    kind: entry['kind'] === 'audio' ? 'audio' : 'video',
    trackId,
    active: entry['active'] !== false,
    bytesSent: number(entry['bytesSent']),
    packetsSent: number(entry['packetsSent']),
    retransmittedPackets: number(entry['retransmittedPacketsSent']),
    framesEncoded: number(entry['framesEncoded']),
    keyFramesEncoded: number(entry['keyFramesEncoded']),
    framesPerSecond: number(entry['framesPerSecond']),
    width: number(entry['frameWidth']),
    height: number(entry['frameHeight']),
    qualityLimitation: text(entry['qualityLimitationReason']),
  };
}

/** What a node is told of a slot. */
export function slotReport(stats: SlotStats): MessageInitShape<typeof ClientReport_SlotReportSchema> {
  return {
    mid: stats.mid,
    trackId: stats.trackId,
    framesDecoded: stats.framesDecoded,
    freezes: stats.freezes,
    freezeMillis: Math.round(stats.freezeMillis),
    width: stats.width,
    height: stats.height,
    concealedSamples: BigInt(Math.max(0, Math.round(stats.concealedSamples - stats.silentConcealedSamples))),
    totalSamples: BigInt(Math.round(stats.totalSamples)),
    firstFrameMillis: stats.firstFrameMillis,
  };
}
