import { slotReport, summarize, type CallStats, type OnSlot } from '../rtc/statistics.js';
import type { CallSession } from './CallSession.js';

/** Reads how media flows, and tells the node every five seconds what only the client can know. */
export class CallReports {
  static readonly PERIOD_MILLIS = 5000;

  readonly #session: CallSession;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(session: CallSession) {
    this.#session = session;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#report(), CallReports.PERIOD_MILLIS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async stats(): Promise<CallStats> {
    const report = (await this.#session.peer?.stats()) ?? (new Map() as RTCStatsReport);
    const onSlot = new Map<string, OnSlot>();
    for (const { mid, assignedTrackId, firstFrameMillis } of this.#session.slots.slots) {
      if (assignedTrackId === '') continue;
      const participantId = this.#publisherOf(assignedTrackId);
      onSlot.set(mid, { trackId: assignedTrackId, participantId, firstFrameMillis });
    }
    const sentOn = new Map<string, string>();
    for (const { transceiver, trackId } of this.#session.tracks) {
      if (transceiver?.mid) sentOn.set(transceiver.mid, trackId);
    }
    return summarize(report, onSlot, sentOn, this.#session.signalRoundTripMillis);
  }

  async #report(): Promise<void> {
    const { slots } = await this.stats();
    if (slots.length > 0) this.#session.tell({ case: 'report', value: { slots: slots.map(slotReport) } });
  }

  #publisherOf(trackId: string): string {
    for (const { participantId, tracks } of this.#session.roster.participants.values()) {
      if (tracks.some((track) => track.trackId === trackId)) return participantId;
    }
    return '';
  }
}
