import { LevelPoll } from '../rtc/LevelPoll.js';
import { audioLevel } from '../rtc/slots/inBandSource.js';
import type { ReceiveSlot } from '../rtc/slots/ReceiveSlot.js';
import type { CallSession } from './CallSession.js';

/** Who of the call speaks, by the levels of what is played and sent; oneself is the empty id. */
export class CallLevels {
  readonly #session: CallSession;
  readonly #poll: LevelPoll;

  constructor(session: CallSession, onChange: (participantId: string, speaking: boolean) => void) {
    this.#session = session;
    this.#poll = new LevelPoll(
      { keys: () => this.#heard().keys(), level: (key) => (key === '' ? this.#ownLevel() : this.#remoteLevel(key)) },
      onChange,
    );
  }

  start(): void {
    this.#poll.start();
  }

  stop(): void {
    this.#poll.stop();
  }

  /** Participants whose voice is on a slot now, and oneself when not muted. Shared sound is nobody's voice. */
  #heard(): Map<string, ReceiveSlot | undefined> {
    const heard = new Map<string, ReceiveSlot | undefined>();
    if (this.#microphone()) heard.set('', undefined);
    const slots = [...this.#session.slots.slots].filter((slot) => slot.kind === 'audio' && slot.shownTrackId !== '');
    if (slots.length === 0) return heard;
    const bySlotTrack = new Map(slots.map((slot) => [slot.shownTrackId, slot]));
    for (const { participantId, tracks } of this.#session.roster.participants.values()) {
      for (const { trackId, muted, syncGroup } of tracks) {
        const slot = bySlotTrack.get(trackId);
        if (slot && !muted && syncGroup === '') heard.set(participantId, slot);
      }
    }
    return heard;
  }

  #remoteLevel(participantId: string): number | undefined {
    const slot = this.#heard().get(participantId);
    return slot?.receiver ? audioLevel(slot.receiver, slot.csrc) : undefined;
  }

  #microphone(): RTCRtpSender | undefined {
    for (const track of this.#session.tracks) {
      if (track.source === 'microphone' && !track.muted) return track.transceiver?.sender;
    }
    return undefined;
  }

  async #ownLevel(): Promise<number | undefined> {
    const report = await this.#microphone()?.getStats();
    let level: number | undefined;
    report?.forEach((entry: { type: string; audioLevel?: number }) => {
      if (entry.type === 'media-source') level = entry.audioLevel;
    });
    return level;
  }
}
