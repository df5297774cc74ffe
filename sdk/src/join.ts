import { BanyanError, ConnectionError } from './errors.js';
import { LocalTrack, type LocalTrackOptions } from './rtc/LocalTrack.js';
import { Room } from './Room.js';
import type { SpeechSlots } from './rtc/slots/followSpeech.js';
import { CallSession } from './session/CallSession.js';

/** A track to publish with the very first offer, so that the others see it at once. */
export type PublishRequest = LocalTrackOptions & { track: MediaStreamTrack };

export interface JoinOptions {
  /** Of any node: `https://node.example`, or its signalling URL. */
  url: string;
  /** A function is asked again when the SDK has to join anew, at which time a first token may have expired. */
  token: string | (() => string | Promise<string>);
  /** The token's room. */
  room: string;
  /** Shown to others, unless the token says another name. */
  displayName?: string;
  publish?: readonly PublishRequest[];
  /** Have everything that anybody publishes; by default true. */
  autoSubscribe?: boolean;
  /**
   * Everybody's sound has a slot of its own, in sync with the picture, up to so many; where there is more, so many slots
   * carry whoever is loudest. By default 5; 0: never, as with `autoSubscribe: false`. At most 16.
   */
  loudest?: number;
  /** The same for cameras: of more than so many those are shown who spoke last, and what is pinned. By default 0: never. */
  lastSpeakers?: number;
  /** After this long without a node there is an error; by default 15 s. */
  timeoutMillis?: number;
}

/**
 * Joins a room. Settles with the room when the node has taken us (media follows within a moment: see `mediaState`), or
 * with a BanyanError that says by its class what is wrong.
 */
export function join(options: JoinOptions): Promise<Room> {
  const { token } = options;
  return new Promise((resolve, reject) => {
    const session = makeSession({
      url: options.url,
      token: () => (typeof token === 'string' ? token : token()),
      room: options.room,
      displayName: options.displayName ?? '',
      tracks: (options.publish ?? []).map(({ track, ...rest }) => new LocalTrack(track, rest)),
      joinTimeoutMillis: options.timeoutMillis ?? 15_000,
      speech: speechSlots(options),
    });
    const room = new Room(session, {
      name: options.room,
      displayName: options.displayName ?? '',
      autoSubscribe: options.autoSubscribe ?? true,
    });
    const removeFailed = session.once('failed', reject);
    session.once('ready', () => {
      removeFailed();
      resolve(room);
    });
    session.start();
  });
}

// As many as a node puts on slots by speech.
const MOST_SPEECH_SLOTS = 16;

function speechSlots({ autoSubscribe = true, loudest = 5, lastSpeakers = 0 }: JoinOptions): SpeechSlots {
  const bounded = (count: number): number => Math.min(MOST_SPEECH_SLOTS, Math.max(0, Math.round(count)));
  // Whoever chooses what to hear is not to hear what was not chosen.
  return autoSubscribe ? { audio: bounded(loudest), video: bounded(lastSpeakers) } : { audio: 0, video: 0 };
}

function makeSession(options: ConstructorParameters<typeof CallSession>[0]): CallSession {
  try {
    return new CallSession(options);
  } catch (cause) {
    if (cause instanceof BanyanError) throw cause;
    throw new ConnectionError(`Not the address of a node: ${options.url}`, { cause });
  }
}
