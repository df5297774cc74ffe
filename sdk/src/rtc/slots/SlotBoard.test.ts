import { create } from '@bufbuild/protobuf';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NotFoundError } from '../../errors.js';
import {
  ErrorCode,
  PauseReason,
  SlotAssignedSchema,
  SlotPausedSchema,
  SlotSchema,
  SlotsUpdatedSchema,
  TrackKind,
  type SlotsUpdated,
} from '../../signal/gen/banyan/signal/v1/signal_pb.js';
import { NOTHING, ReceiveSlot } from './ReceiveSlot.js';
import { SlotBoard, type SlotView, type TrackWish } from './SlotBoard.js';
import type { SlotRequest } from './SlotRequests.js';

const csrcs: Record<string, number> = { 'ada-cam': 101, 'bea-cam': 102, 'ada-mic': 201, 'bea-mic': 202 };

/** The receiving end of an m-line, as a browser tells of it. */
class FakeReceiver {
  readonly track = { id: Math.random().toString() } as MediaStreamTrack;
  #now = 1000;
  csrc: { source: number; timestamp: number; rtpTimestamp: number }[] = [];
  ssrc: { source: number; timestamp: number; rtpTimestamp: number }[] = [];

  /** A frame with this CSRC comes out; 0: with none. */
  shows(csrc: number): void {
    this.#now += 33;
    this.ssrc = [{ source: 1, timestamp: this.#now, rtpTimestamp: 0 }];
    if (csrc === 0) return;
    const others = this.csrc.filter(({ source }) => source !== csrc);
    this.csrc = [...others, { source: csrc, timestamp: this.#now, rtpTimestamp: 0 }];
  }

  getContributingSources = () => this.csrc;
  getSynchronizationSources = () => this.ssrc;
}

function setUp(audio = 1, video = 2, mayGrow = true, speech = { audio: 0, video: 0 }) {
  const sent: SlotRequest[][] = [];
  const replies: ((updated: SlotsUpdated) => void)[] = [];
  const failures: ((error: Error) => void)[] = [];
  const views = new Map<string, SlotView>();
  const grown: [number, number][] = [];
  const receivers = new Map<string, FakeReceiver>();
  const board = new SlotBoard({
    send: (requests) =>
      new Promise((resolve, reject) => {
        sent.push(requests);
        replies.push(resolve);
        failures.push(reject);
      }),
    grow: (moreAudio, moreVideo) => {
      if (!mayGrow) return Promise.reject(new NotFoundError('LIMIT_EXCEEDED', ''));
      grown.push([moreAudio, moreVideo]);
      offer(slots.audio + moreAudio, slots.video + moreVideo);
      return Promise.resolve();
    },
    onView: (trackId, view) => views.set(trackId, view),
    speech,
  });
  const slots = { audio, video };
  const offer = (audioSlots: number, videoSlots: number): void => {
    Object.assign(slots, { audio: audioSlots, video: videoSlots });
    const pool = [
      ...[...Array(audioSlots).keys()].map((pair) => ({ mid: `a${pair}`, kind: TrackKind.AUDIO, pair })),
      ...[...Array(videoSlots).keys()].map((pair) => ({ mid: `v${pair}`, kind: TrackKind.VIDEO, pair })),
    ];
    for (const { mid } of pool) if (!receivers.has(mid)) receivers.set(mid, new FakeReceiver());
    board.onSlots(
      pool.map((slot) => create(SlotSchema, slot)),
      [...receivers].map(([mid, receiver]) => ({ mid, receiver: receiver as unknown as RTCRtpReceiver })),
    );
  };
  offer(audio, video);
  /** The node does what the last request says. */
  const answer = async (refused = ErrorCode.UNSPECIFIED): Promise<void> => {
    const assigned = sent.at(-1)!.map(({ mid = '', trackId = '' }) => {
      const id = refused === ErrorCode.UNSPECIFIED ? trackId : '';
      return { mid, trackId: id, csrc: csrcs[id] ?? 0, refused };
    });
    replies.at(-1)!(create(SlotsUpdatedSchema, { slots: assigned }));
    await vi.advanceTimersByTimeAsync(0);
  };
  const wish = (trackId: string, more: Partial<TrackWish> = {}): void => {
    const [participantId = '', source] = trackId.split('-');
    const kind = source === 'mic' ? 'audio' : 'video';
    board.setWish({ ...NOTHING, trackId, participantId, syncGroup: '', kind, ...more });
  };
  return { board, sent, failures, views, grown, receivers, answer, wish };
}

describe('the board of slots', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks for all wishes of one moment together', async () => {
    const { sent, wish } = setUp();
    wish('ada-mic');
    wish('ada-cam', { width: 320, height: 180 });
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject([
      { mid: 'a0', trackId: 'ada-mic' },
      { mid: 'v0', trackId: 'ada-cam', width: 320, height: 180 },
    ]);
  });

  it('gathers what follows within 50 ms', async () => {
    const { sent, answer, wish } = setUp();
    wish('ada-cam', { width: 320 });
    await vi.advanceTimersByTimeAsync(0);
    await answer();
    for (let width = 330; width < 400; width += 10) {
      wish('ada-cam', { width });
      await vi.advanceTimersByTimeAsync(5);
    }
    await vi.advanceTimersByTimeAsync(60);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toMatchObject([{ mid: 'v0', width: 390 }]);
  });

  it('asks for nothing twice, and for one slot only after the answer', async () => {
    const { sent, answer, wish, board } = setUp(1, 1);
    wish('ada-cam');
    await vi.advanceTimersByTimeAsync(0);
    board.removeWish('ada-cam');
    wish('bea-cam');
    await vi.advanceTimersByTimeAsync(200);
    expect(sent).toHaveLength(1);
    await answer();
    await vi.advanceTimersByTimeAsync(100);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toMatchObject([{ mid: 'v0', trackId: 'bea-cam' }]);
    await answer();
    await vi.advanceTimersByTimeAsync(500);
    expect(sent).toHaveLength(2);
  });

  it('shows the first picture of a slot that was never used before', async () => {
    const { views, receivers, answer, wish } = setUp();
    wish('ada-cam');
    await vi.advanceTimersByTimeAsync(0);
    expect(views.get('ada-cam')).toMatchObject({ state: 'pending' });
    await answer();
    expect(views.get('ada-cam')).toEqual({ state: 'live', mid: 'v0', mediaTrack: receivers.get('v0')!.track });
  });

  it('tells how long the first picture of a track took, but not of one that was held back', async () => {
    const { board, receivers, answer, wish } = setUp();
    const [first, second] = [...board.slots].filter(({ kind }) => kind === 'video');
    wish('ada-cam');
    wish('bea-cam');
    await vi.advanceTimersByTimeAsync(0);
    await answer();
    board.onPaused(create(SlotPausedSchema, { mid: 'v1', trackId: 'bea-cam', reason: PauseReason.MUTED }));
    expect(first!.firstFrameMillis).toBe(0);
    await vi.advanceTimersByTimeAsync(3000);
    receivers.get('v0')!.shows(csrcs['ada-cam']!);
    receivers.get('v1')!.shows(csrcs['bea-cam']!);
    await vi.advanceTimersByTimeAsync(SlotBoard.CHECK_MILLIS);
    expect(first!.firstFrameMillis).toBeGreaterThanOrEqual(3000);
    expect(first!.firstFrameMillis).toBeLessThanOrEqual(3000 + SlotBoard.CHECK_MILLIS);
    expect(second!.firstFrameMillis).toBe(0);
  });

  it('shows a later one only when it is seen on the slot', async () => {
    const { board, views, receivers, answer, wish } = setUp();
    wish('ada-cam');
    await vi.advanceTimersByTimeAsync(0);
    await answer();
    board.removeWish('ada-cam');
    wish('bea-cam');
    await vi.advanceTimersByTimeAsync(100);
    await answer();
    await vi.advanceTimersByTimeAsync(1000);
    expect(views.get('bea-cam')!.mediaTrack).toBeUndefined();
    receivers.get('v0')!.shows(102);
    await vi.advanceTimersByTimeAsync(SlotBoard.CHECK_MILLIS);
    expect(views.get('bea-cam')).toEqual({ state: 'live', mid: 'v0', mediaTrack: receivers.get('v0')!.track });
  });

  it('never shows one under the name of the other while a slot is switched', async () => {
    const { views, receivers, answer, wish, board } = setUp(1, 1);
    wish('ada-cam');
    await vi.advanceTimersByTimeAsync(0);
    await answer();
    const receiver = receivers.get('v0')!;
    receiver.shows(101);
    await vi.advanceTimersByTimeAsync(100);
    expect(views.get('ada-cam')!.state).toBe('live');

    board.removeWish('ada-cam');
    wish('bea-cam');
    // Media may be ahead of the answer …
    receiver.shows(102);
    await vi.advanceTimersByTimeAsync(100);
    expect(views.get('bea-cam')!.mediaTrack).toBeUndefined();
    // … or frames of before behind it.
    receiver.shows(101);
    await answer();
    await vi.advanceTimersByTimeAsync(100);
    expect(views.get('bea-cam')!.mediaTrack).toBeUndefined();
    receiver.shows(102);
    await vi.advanceTimersByTimeAsync(100);
    expect(views.get('bea-cam')!.mediaTrack).toBe(receiver.track);
    // A straggler takes the picture away again.
    receiver.shows(101);
    await vi.advanceTimersByTimeAsync(SlotBoard.CHECK_MILLIS);
    expect(views.get('bea-cam')!.mediaTrack).toBeUndefined();
  });

  it('takes the picture from its old owner before it asks for the switch', async () => {
    const { views, receivers, answer, wish, sent } = setUp(1, 1, false);
    wish('ada-cam', { hidden: true });
    await vi.advanceTimersByTimeAsync(0);
    await answer();
    receivers.get('v0')!.shows(101);
    await vi.advanceTimersByTimeAsync(100);
    expect(views.get('ada-cam')!.state).toBe('live');
    const asked = sent.length;
    wish('bea-cam');
    // One turn to hear that the pool cannot grow; the request is gathered for longer.
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    expect(views.get('ada-cam')).toEqual({ state: 'waiting' });
    await vi.advanceTimersByTimeAsync(100);
    expect(sent.slice(asked).flat()).toMatchObject([{ mid: 'v0', trackId: 'bea-cam' }]);
  });

  it('believes the message where the browser tells no CSRC', async () => {
    const { board, views, receivers, answer, wish } = setUp();
    wish('ada-cam');
    await vi.advanceTimersByTimeAsync(0);
    await answer();
    receivers.get('v0')!.shows(0);
    board.removeWish('ada-cam');
    wish('bea-cam');
    await vi.advanceTimersByTimeAsync(100);
    await answer();
    expect(views.get('bea-cam')!.state).toBe('pending');
    for (let elapsed = 0; elapsed <= ReceiveSlot.UNTOLD_MILLIS; elapsed += 100) {
      receivers.get('v0')!.shows(0);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(views.get('bea-cam')!.state).toBe('live');
  });

  it('plays sound at once', async () => {
    const { views, receivers, answer, wish } = setUp();
    wish('ada-mic');
    await vi.advanceTimersByTimeAsync(0);
    await answer();
    expect(views.get('ada-mic')).toMatchObject({ state: 'live', mediaTrack: receivers.get('a0')!.track });
  });

  it('grows when it is short', async () => {
    const { grown, sent, wish } = setUp(1, 2);
    wish('ada-mic');
    wish('ada-cam');
    wish('bea-mic');
    wish('bea-cam');
    await vi.advanceTimersByTimeAsync(100);
    expect(grown).toEqual([[1, 0]]);
    const asked = sent.flat().map(({ mid, trackId }) => [mid, trackId]);
    expect(asked).toContainEqual(['a1', 'bea-mic']);
    expect(asked).toContainEqual(['v1', 'bea-cam']);
  });

  it('tells why nothing comes', async () => {
    const { board, views, answer, wish } = setUp();
    wish('ada-cam');
    await vi.advanceTimersByTimeAsync(0);
    await answer();
    const paused = { mid: 'v0', trackId: 'ada-cam', reason: PauseReason.BANDWIDTH };
    board.onPaused(create(SlotPausedSchema, paused));
    expect(views.get('ada-cam')).toMatchObject({ state: 'paused', pauseReason: 'bandwidth' });
    board.onPaused(create(SlotPausedSchema, { ...paused, reason: PauseReason.NONE }));
    expect(views.get('ada-cam')!.state).toBe('live');
  });

  it('forgets why nothing came when the track gets another slot', async () => {
    const { board, views, answer, wish } = setUp();
    wish('ada-cam');
    await vi.advanceTimersByTimeAsync(0);
    await answer();
    board.onPaused(create(SlotPausedSchema, { mid: 'v0', trackId: 'ada-cam', reason: PauseReason.MUTED }));
    board.removeWish('ada-cam');
    wish('bea-cam');
    wish('ada-cam');
    await vi.advanceTimersByTimeAsync(100);
    await answer();
    expect(views.get('ada-cam')).toMatchObject({ state: 'live', mid: 'v1' });
  });

  it('tries a refused track again a few times, then no more', async () => {
    const { sent, views, answer, wish } = setUp();
    wish('ada-cam');
    await vi.advanceTimersByTimeAsync(0);
    for (let tries = 0; tries < 20; tries++) {
      const wanted = sent.at(-1)!.some(({ trackId }) => trackId === 'ada-cam');
      if (wanted) await answer(ErrorCode.NO_SUCH_TRACK);
      else await answer();
      await vi.advanceTimersByTimeAsync(SlotBoard.REFUSED_RETRY_MILLIS + 100);
    }
    const asked = sent.flat().filter(({ trackId }) => trackId === 'ada-cam').length;
    expect(asked).toBe(1 + SlotBoard.REFUSED_RETRIES);
    expect(views.get('ada-cam')!.state).toBe('refused');
    expect(views.get('ada-cam')!.error).toBeInstanceOf(NotFoundError);
  });

  it('asks again when a request failed', async () => {
    const { sent, failures, wish } = setUp();
    wish('ada-cam');
    await vi.advanceTimersByTimeAsync(0);
    failures[0]!(new NotFoundError('NO_SUCH_SLOT', ''));
    await vi.advanceTimersByTimeAsync(2000);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toMatchObject([{ mid: 'v0', trackId: 'ada-cam' }]);
  });

  it('keeps the wishes for a new participant with new slots', async () => {
    const { board, sent, views, answer, wish } = setUp();
    wish('ada-cam');
    await vi.advanceTimersByTimeAsync(0);
    await answer();
    board.reset();
    expect(views.get('ada-cam')).toEqual({ state: 'waiting' });
    board.onSlots([create(SlotSchema, { mid: 'n0', kind: TrackKind.VIDEO, pair: 0 })], []);
    await vi.advanceTimersByTimeAsync(100);
    expect(sent.at(-1)).toMatchObject([{ mid: 'n0', trackId: 'ada-cam' }]);
  });

  it('follows what the node puts on a slot by itself', async () => {
    const { board, views, receivers, answer, wish } = setUp();
    wish('ada-cam');
    await vi.advanceTimersByTimeAsync(0);
    await answer();
    receivers.get('v0')!.shows(101);
    await vi.advanceTimersByTimeAsync(100);
    board.onAssigned(create(SlotAssignedSchema, { mid: 'v0' }));
    expect(views.get('ada-cam')!.state).toBe('pending');
    expect(views.get('ada-cam')!.mediaTrack).toBeUndefined();
  });

  it('shows whoever the node puts on slots that follow speech', async () => {
    const { board, sent, views, receivers, answer, wish } = setUp(2, 2, true, { audio: 2, video: 0 });
    for (const name of ['ada', 'bea', 'cleo']) wish(`${name}-mic`);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent[0]).toMatchObject([
      { mid: 'a0', trackId: '', followsSpeech: true },
      { mid: 'a1', trackId: '', followsSpeech: true },
    ]);
    await answer();
    expect(views.get('ada-mic')).toEqual({ state: 'waiting' });

    board.onAssigned(create(SlotAssignedSchema, { mid: 'a1', trackId: 'bea-mic', csrc: csrcs['bea-mic']! }));
    expect(views.get('bea-mic')).toEqual({ state: 'live', mid: 'a1', mediaTrack: receivers.get('a1')!.track });
    board.onAssigned(create(SlotAssignedSchema, { mid: 'a1', trackId: 'ada-mic', csrc: csrcs['ada-mic']! }));
    expect(views.get('bea-mic')).toEqual({ state: 'waiting' });
    expect(views.get('ada-mic')).toEqual({ state: 'live', mid: 'a1', mediaTrack: receivers.get('a1')!.track });
    expect(sent).toHaveLength(1);
  });

  it('grows to as many slots as shall follow speech, and gives everybody their own again in a small room', async () => {
    const { board, sent, grown, answer, wish } = setUp(1, 1, true, { audio: 2, video: 0 });
    for (const name of ['ada', 'bea', 'cleo']) wish(`${name}-mic`);
    await vi.advanceTimersByTimeAsync(0);
    expect(grown).toEqual([[1, 0]]);
    await answer();
    await vi.advanceTimersByTimeAsync(100);
    await answer();
    expect(sent.flat().map(({ mid }) => mid)).toEqual(['a0', 'a1']);
    board.removeWish('bea-mic');
    board.removeWish('cleo-mic');
    await vi.advanceTimersByTimeAsync(100);
    expect(sent.at(-1)).toMatchObject([
      { mid: 'a0', trackId: 'ada-mic', followsSpeech: false },
      { mid: 'a1', trackId: '', followsSpeech: false },
    ]);
  });

  it('gives everybody a slot of their own where the node does not follow speech', async () => {
    const { sent, answer, wish } = setUp(2, 2, false, { audio: 2, video: 0 });
    for (const name of ['ada', 'bea', 'cleo']) wish(`${name}-mic`);
    await vi.advanceTimersByTimeAsync(0);
    await answer(ErrorCode.LIMIT_EXCEEDED);
    await vi.advanceTimersByTimeAsync(100);
    expect(sent.at(-1)).toMatchObject([
      { mid: 'a0', trackId: 'ada-mic', followsSpeech: false },
      { mid: 'a1', trackId: 'bea-mic', followsSpeech: false },
    ]);
  });
});
