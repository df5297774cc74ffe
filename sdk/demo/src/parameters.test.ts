import { describe, expect, it } from 'vitest';
import { readParameters } from './parameters.js';

describe('the address of the page', () => {
  it('asks for nothing by default', () => {
    const parameters = readParameters('', () => 0.5);
    expect(parameters).toMatchObject({ room: '', fake: false, test: false, autojoin: false, width: 640, height: 360 });
    expect(parameters).toMatchObject({ publishAudio: true, publishVideo: true, layers: undefined, frameRate: 30 });
    expect(parameters).toMatchObject({ role: '', loudest: 5, lastSpeakers: 0 });
    expect(parameters.participant).toBe(32768);
  });

  it('reads what a test asks for', () => {
    const parameters = readParameters(
      '?fake=1&autojoin=1&room=a&name=b&w=321&h=180&fps=15&layers=1&publish=video&participant=7&role=viewer&loudest=1&lastSpeakers=99',
    );
    expect(parameters).toMatchObject({ room: 'a', name: 'b', fake: true, test: true, autojoin: true, width: 320 });
    expect(parameters).toMatchObject({ height: 180, frameRate: 15, layers: 1, publishAudio: false, participant: 7 });
    expect(parameters).toMatchObject({ role: 'viewer', loudest: 1, lastSpeakers: 16 });
  });

  it('keeps numbers within what makes sense', () => {
    expect(readParameters('?w=1000000&fps=0&participant=x')).toMatchObject({ width: 3840, frameRate: 1 });
  });

  it('gives a name the same number each time', () => {
    expect(readParameters('?name=Ada').participant).toBe(readParameters('?name=Ada').participant);
    expect(readParameters('?name=Ada').participant).not.toBe(readParameters('?name=Bea').participant);
  });
});
