import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { Emitter } from '../events.js';
import type { LocalTrack } from '../rtc/LocalTrack.js';
import { EncodingWantedSchema, ServerMessageSchema } from '../signal/gen/banyan/signal/v1/signal_pb.js';
import type { SignalEvents } from '../signal/SignalClient.js';
import { LocalTracks } from './LocalTracks.js';

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
