import { describe, expect, it } from 'vitest';
import { audioEncodings, bitrateBps, layersFor, videoEncodings } from './encodings.js';

describe('send encodings', () => {
  it.each([
    ['camera', 1280, 720, 3],
    ['camera', 720, 1280, 3],
    ['camera', 960, 540, 3],
    ['camera', 640, 480, 2],
    ['camera', 480, 270, 2],
    ['camera', 320, 180, 1],
    ['screen', 1920, 1080, 2],
    ['screen', 1024, 768, 1],
  ] as const)('of a %s of %i x %i are %i', (source, width, height, layers) => {
    expect(layersFor(source, width, height)).toBe(layers);
  });

  it.each([
    [3, 640, 360, ['h', 'f']],
    [2, 1280, 720, ['h', 'f']],
    [3, 320, 180, [undefined]],
  ] as const)('are as many as asked for, %i, if %i x %i allows it', (layers, width, height, rids) => {
    const encodings = videoEncodings({ source: 'camera', width, height, frameRate: 30, layers });
    expect(encodings.map(({ rid }) => rid)).toEqual(rids);
    expect(encodings.at(-1)!.scaleResolutionDownBy).toBe(1);
  });

  it('are listed lowest first, each twice as large as the one before', () => {
    const encodings = videoEncodings({ source: 'camera', width: 1280, height: 720, frameRate: 30 });
    expect(encodings.map(({ rid, scaleResolutionDownBy }) => [rid, scaleResolutionDownBy])).toEqual([
      ['q', 4],
      ['h', 2],
      ['f', 1],
    ]);
    const bitrates = encodings.map(({ maxBitrate }) => maxBitrate!);
    expect(bitrates).toEqual([...bitrates].sort((a, b) => a - b));
  });

  it('have no rid when there is one only', () => {
    const [only, ...others] = videoEncodings({ source: 'camera', width: 1280, height: 720, frameRate: 30, layers: 1 });
    expect(others).toEqual([]);
    expect(only).not.toHaveProperty('rid');
    expect(only?.scaleResolutionDownBy).toBe(1);
  });

  it.each([
    [1280, 720, 1_700_000],
    [640, 360, 601_000],
    [160, 90, 75_000],
    [3840, 2160, 6_000_000],
  ])('of %i x %i have %i bit/s at most', (width, height, bps) => {
    expect(bitrateBps(width, height, 30)).toBe(bps);
  });

  it('have three temporal layers if a camera makes them', () => {
    const modes = (source: 'camera' | 'screen') =>
      videoEncodings({ source, width: 1280, height: 720, frameRate: 30 }).map(({ scalabilityMode }) => scalabilityMode);
    expect(modes('camera')).toEqual(['L1T3', 'L1T3', 'L1T3']);
    expect(modes('screen')).toEqual([undefined, undefined]);
  });

  it('give music more than speech', () => {
    expect(audioEncodings('screen-audio')[0]!.maxBitrate).toBeGreaterThan(audioEncodings('microphone')[0]!.maxBitrate!);
  });
});
