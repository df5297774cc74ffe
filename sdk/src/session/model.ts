import {
  EndReason,
  PauseReason as WirePauseReason,
  TrackKind as WireTrackKind,
  TrackSource as WireTrackSource,
} from '../signal/gen/banyan/signal/v1/signal_pb.js';

export type TrackKind = 'audio' | 'video';
export type TrackSource = 'microphone' | 'camera' | 'screen' | 'screen-audio' | 'other';
/** Why a subscription gets nothing now: its publisher, this client, the network, the browser, or the mesh. */
export type PauseReason = 'muted' | 'hidden' | 'bandwidth' | 'codec' | 'unreachable' | 'unknown';

const sources: Record<WireTrackSource, TrackSource> = {
  [WireTrackSource.UNSPECIFIED]: 'other',
  [WireTrackSource.MICROPHONE]: 'microphone',
  [WireTrackSource.CAMERA]: 'camera',
  [WireTrackSource.SCREEN]: 'screen',
  [WireTrackSource.SCREEN_AUDIO]: 'screen-audio',
};

const wireSources: Record<TrackSource, WireTrackSource> = {
  other: WireTrackSource.UNSPECIFIED,
  microphone: WireTrackSource.MICROPHONE,
  camera: WireTrackSource.CAMERA,
  screen: WireTrackSource.SCREEN,
  'screen-audio': WireTrackSource.SCREEN_AUDIO,
};

const pauseReasons: Partial<Record<WirePauseReason, PauseReason | undefined>> = {
  [WirePauseReason.NONE]: undefined,
  [WirePauseReason.MUTED]: 'muted',
  [WirePauseReason.HIDDEN]: 'hidden',
  [WirePauseReason.BANDWIDTH]: 'bandwidth',
  [WirePauseReason.CODEC]: 'codec',
  [WirePauseReason.UNREACHABLE]: 'unreachable',
};

export function sourceOf(source: WireTrackSource): TrackSource {
  return sources[source] ?? 'other';
}

export function wireSourceOf(source: TrackSource): WireTrackSource {
  return wireSources[source];
}

export function kindOf(kind: WireTrackKind): TrackKind {
  return kind === WireTrackKind.AUDIO ? 'audio' : 'video';
}

export function kindOfSource(source: TrackSource): TrackKind {
  return source === 'microphone' || source === 'screen-audio' ? 'audio' : 'video';
}

/** Undefined: it flows. */
export function pauseReasonOf(reason: WirePauseReason): PauseReason | undefined {
  return reason in pauseReasons ? pauseReasons[reason] : 'unknown';
}

/** Sound and picture of one group are played in sync. */
export function syncGroupOf(source: TrackSource): string {
  return source === 'screen' || source === 'screen-audio' ? 'screen' : '';
}

/** As `LEFT`, `KICKED`, `RECONNECT_TIMEOUT` … */
export function endReasonOf(reason: EndReason): string {
  return EndReason[reason] ?? 'UNSPECIFIED';
}
