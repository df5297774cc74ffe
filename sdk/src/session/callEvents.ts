import type { BanyanError } from '../errors.js';
import type { LocalTrack } from '../rtc/LocalTrack.js';
import type { MediaState } from '../rtc/MediaWatchdog.js';
import type { SpeechSlots } from '../rtc/slots/followSpeech.js';
import type { SlotView } from '../rtc/slots/SlotBoard.js';
import type { Joined, QualityChanged } from '../signal/gen/banyan/signal/v1/signal_pb.js';
import type { SignalState } from '../signal/SignalClient.js';
import type { SocketFactory } from '../signal/SignalSocket.js';
import type { Grants } from './grants.js';
import type { RosterDifference } from './Roster.js';

export interface CallOptions {
  url: string;
  token(): string | Promise<string>;
  room: string;
  displayName: string;
  tracks: readonly LocalTrack[];
  joinTimeoutMillis: number;
  speech: SpeechSlots;
  socketFactory?: SocketFactory;
}

export interface CallEvents {
  state: SignalState;
  mediaState: MediaState;
  /** The node took us; `again`: as a new participant in the place of the last. */
  joined: { joined: Joined; again: boolean };
  /** … and the browser took its answer. */
  ready: undefined;
  roster: RosterDifference;
  view: { trackId: string; view: SlotView };
  quality: QualityChanged;
  /** Participant ids of all who speak now. */
  speakers: readonly string[];
  grants: Grants;
  warning: BanyanError;
  failed: BanyanError;
}
