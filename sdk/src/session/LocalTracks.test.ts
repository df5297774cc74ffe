import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { Emitter } from '../events.js';
import type { LocalTrack } from '../rtc/LocalTrack.js';
import { EncodingWantedSchema, ServerMessageSchema } from '../signal/gen/banyan/signal/v1/signal_pb.js';
import type { SignalEvents } from '../signal/SignalClient.js';
import { LocalTracks } from './LocalTracks.js';
import type { TrackSource } from './model.js';

class FakeSignal extends Emitter<SignalEvents> {
  wants(trackId: string, wanted: boolean): void {
    const value = create(EncodingWantedSchema, { trackId, rid: 'f', wanted });
    this.emit('message', create(ServerMessageSchema, { message: { case: 'encodingWanted', value } }));
  }

  is(state: SignalEvents['state']): void {
    this.emit('state', state);
  }
}

function recorded(trackId: string, said: string[]): LocalTrack {
  const say = (what: string): Promise<void> => {
    said.push(`${trackId} ${what}`);
    return Promise.resolve();
  };
  const sender = {
    setActive: (rid: string, active: boolean) => say(`${rid} ${active}`),
    activateAll: () => say('all'),
  };
  return { trackId, sender } as unknown as LocalTrack;
}

describe('the tracks of this client', () => {
  it('are sent as far as somebody wants them', () => {
    const said: string[] = [];
    const signal = new FakeSignal();
    new LocalTracks([recorded('a', said), recorded('b', said)]).follow(signal);
    signal.wants('b', false);
    signal.wants('unknown', false);
    signal.wants('b', true);
    expect(said).toEqual(['b f false', 'b f true']);
  });

  it('are all sent again when the node cannot say what is wanted', () => {
    const said: string[] = [];
    const signal = new FakeSignal();
    new LocalTracks([recorded('a', said), recorded('b', said)]).follow(signal);
    signal.is('connected');
    signal.is('reconnecting');
    expect(said).toEqual(['a all', 'b all']);
  });
});

/** The sending end, as far as it can be told without a browser. */
class FakePeer {
  readonly sources: TrackSource[] = [];

  addTrack(track: LocalTrack): void {
    track.transceiver = {} as RTCRtpTransceiver;
    this.sources.push(track.source);
  }
}

function track(source: TrackSource): LocalTrack {
  return { source, trackId: '', transceiver: undefined, sender: undefined } as LocalTrack;
}

describe('what a client publishes', () => {
  it('is on every new peer connection from its first offer on', () => {
    const tracks = new LocalTracks([track('microphone'), track('camera')]);
    for (const peer of [new FakePeer(), new FakePeer()]) {
      tracks.takeTo(peer);
      expect(peer.sources).toEqual(['microphone', 'camera']);
      tracks.onGranted(['microphone', 'camera'], peer);
      expect(peer.sources).toHaveLength(2);
    }
  });

  it('is offered to another node only when that has heard of a promotion', () => {
    const tracks = new LocalTracks();
    tracks.onGranted([], new FakePeer());
    tracks.onGranted(['microphone'], new FakePeer());
    tracks.add(track('microphone'));
    const another = new FakePeer();
    tracks.takeTo(another);
    tracks.onGranted([], another);
    expect(another.sources).toEqual([]);
    expect(tracks.hasUnpublished()).toBe(false);
    tracks.onGranted(['microphone'], another);
    expect(another.sources).toEqual(['microphone']);
    expect(tracks.hasUnpublished()).toBe(true);
  });
});
