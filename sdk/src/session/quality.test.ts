import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { QualityCause, QualityLevel, QualitySchema } from '../signal/gen/banyan/signal/v1/signal_pb.js';
import { qualityOf } from './quality.js';

describe('qualityOf', () => {
  it('reads level, score and causes', () => {
    const wire = create(QualitySchema, {
      level: QualityLevel.FAIR,
      scoreHundredths: 312,
      causes: [QualityCause.LOSS, QualityCause.FRAME_RATE],
    });
    expect(qualityOf(wire)).toEqual({ level: 'fair', score: 3.12, causes: ['loss', 'frame-rate'] });
  });

  it('leaves out what a newer node says', () => {
    expect(qualityOf(undefined)).toBeUndefined();
    expect(qualityOf(create(QualitySchema, { level: 99 as QualityLevel }))).toBeUndefined();
    const wire = create(QualitySchema, { level: QualityLevel.POOR, causes: [99 as QualityCause] });
    expect(qualityOf(wire)?.causes).toEqual([]);
  });
});
