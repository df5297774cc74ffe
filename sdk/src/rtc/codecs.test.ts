import { describe, expect, it } from 'vitest';
import { preferredCodecs } from './codecs.js';

const h264 = (mode: number, profile: string) => ({
  mimeType: 'video/H264',
  sdpFmtpLine: `level-asymmetry-allowed=1;packetization-mode=${mode};profile-level-id=${profile}`,
});
const chromium = [
  { mimeType: 'video/VP8' },
  { mimeType: 'video/rtx' },
  { mimeType: 'video/VP9', sdpFmtpLine: 'profile-id=0' },
  h264(1, '42001f'),
  h264(0, '42e01f'),
  h264(1, '42e01f'),
  h264(1, '640c1f'),
  { mimeType: 'video/AV1' },
  { mimeType: 'video/red' },
  { mimeType: 'video/ulpfec' },
];

describe('codec preferences', () => {
  it('are few, VP8 first', () => {
    expect(preferredCodecs('video', chromium)).toEqual([
      { mimeType: 'video/VP8' },
      h264(1, '42e01f'),
      { mimeType: 'video/rtx' },
    ]);
  });

  it('are opus for sound, and redundancy of it behind', () => {
    const audio = [{ mimeType: 'audio/red' }, { mimeType: 'audio/opus' }, { mimeType: 'audio/PCMU' }];
    expect(preferredCodecs('audio', audio)).toEqual([{ mimeType: 'audio/opus' }, { mimeType: 'audio/red' }]);
  });

  it('are all that there is when none of ours is there', () => {
    const odd = [{ mimeType: 'video/AV1' }, { mimeType: 'video/rtx' }];
    expect(preferredCodecs('video', odd)).toEqual(odd);
  });
});
