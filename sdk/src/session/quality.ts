import {
  QualityCause as WireQualityCause,
  QualityLevel as WireQualityLevel,
  type Quality as WireQuality,
} from '../signal/gen/banyan/signal/v1/signal_pb.js';

/** Best first; from `fair` on a call is a bad one. */
export type QualityLevel = 'excellent' | 'good' | 'fair' | 'poor';
export type QualityCause = 'loss' | 'jitter' | 'delay' | 'freezes' | 'frame-rate' | 'resolution' | 'bandwidth';

/** How people would judge what flows. */
export interface Quality {
  level: QualityLevel;
  /** Mean opinion score, 1 to 4.5. */
  score: number;
  /** What keeps it down. */
  causes: readonly QualityCause[];
}

/** Each way by itself: that others get one badly, and that one gets others badly, are different things. */
export interface CallQuality {
  /** What others get of this client; undefined: it sends nothing. */
  sending: Quality | undefined;
  /** What this client gets of others; undefined: nothing is sent to it. */
  receiving: Quality | undefined;
}

const levels: Partial<Record<WireQualityLevel, QualityLevel>> = {
  [WireQualityLevel.EXCELLENT]: 'excellent',
  [WireQualityLevel.GOOD]: 'good',
  [WireQualityLevel.FAIR]: 'fair',
  [WireQualityLevel.POOR]: 'poor',
};

const causes: Partial<Record<WireQualityCause, QualityCause>> = {
  [WireQualityCause.LOSS]: 'loss',
  [WireQualityCause.JITTER]: 'jitter',
  [WireQualityCause.DELAY]: 'delay',
  [WireQualityCause.FREEZES]: 'freezes',
  [WireQualityCause.FRAME_RATE]: 'frame-rate',
  [WireQualityCause.RESOLUTION]: 'resolution',
  [WireQualityCause.BANDWIDTH]: 'bandwidth',
};

/** Undefined: nothing flows, or a level that this version does not know. */
export function qualityOf(wire: WireQuality | undefined): Quality | undefined {
  const level = wire && levels[wire.level];
  if (!level) return undefined;
  const known = wire.causes.flatMap((cause) => causes[cause] ?? []);
  return { level, score: wire.scoreHundredths / 100, causes: known };
}
