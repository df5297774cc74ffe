import type { Quality, QualityCause, QualityLevel } from '@banyan/sdk';

const levels: Record<QualityLevel, string> = {
  excellent: 'Excellent connection',
  good: 'Good connection',
  fair: 'Unsteady connection',
  poor: 'Poor connection',
};

const causes: Record<QualityCause, string> = {
  loss: 'much is lost on the way',
  jitter: 'it comes unevenly',
  delay: 'it comes late',
  freezes: 'the picture stands still',
  'frame-rate': 'the picture stutters',
  resolution: 'the picture is small',
  bandwidth: 'the network carries too little',
};

/** For people: what it is like, and why. */
export function qualityText({ level, causes: because }: Quality): string {
  const why = because.map((cause) => causes[cause]).join(', ');
  return levels[level] + (why === '' ? '' : `: ${why}`);
}

/** The worse of the two that are known. */
export function worse(one: Quality | undefined, other: Quality | undefined): Quality | undefined {
  if (!one || !other) return one ?? other;
  return other.score < one.score ? other : one;
}

/** What to tell somebody about their own connection; empty: nothing. */
export function ownQualityText(sending: Quality | undefined, receiving: Quality | undefined): string {
  const badly = ['fair', 'poor'];
  const out = sending !== undefined && badly.includes(sending.level);
  const into = receiving !== undefined && badly.includes(receiving.level);
  if (out && into) return 'Others see and hear you badly, and you them: your connection is weak.';
  if (out) return 'Others see and hear you badly: what you send does not all arrive.';
  return into ? 'You see and hear others badly: what is sent to you does not all arrive.' : '';
}
