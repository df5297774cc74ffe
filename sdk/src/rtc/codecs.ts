import type { TrackKind } from '../session/model.js';

/** The part of RTCRtpCodec that choosing needs. */
export interface CodecLike {
  mimeType: string;
  sdpFmtpLine?: string;
}

// In order of preference. Few, because each one costs several lines in each m-line of each offer: with all codecs an
// offer of fifty slots has 154 kB, with these 60.
const wanted: Record<TrackKind, readonly string[]> = {
  // Redundancy comes second: it is read, and the node adds it where packets get lost, but not sent.
  audio: ['audio/opus', 'audio/red'],
  video: ['video/vp8', 'video/h264', 'video/rtx'],
};

/** The codecs that are offered, best first; everything the browser has if it has none of those wanted. */
export function preferredCodecs<Codec extends CodecLike>(kind: TrackKind, available: readonly Codec[]): Codec[] {
  const chosen = wanted[kind].flatMap((mimeType) =>
    available.filter((codec) => codec.mimeType.toLowerCase() === mimeType && isWanted(codec)),
  );
  return chosen.some((codec) => !codec.mimeType.toLowerCase().endsWith('/rtx')) ? chosen : [...available];
}

/** Of H.264's many profiles and modes: constrained baseline with packetization mode 1, which every browser has. */
function isWanted(codec: CodecLike): boolean {
  if (codec.mimeType.toLowerCase() !== 'video/h264') return true;
  const parameters = codec.sdpFmtpLine ?? '';
  return /packetization-mode=1/.test(parameters) && /profile-level-id=42e0/i.test(parameters);
}
