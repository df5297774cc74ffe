import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NodeUnavailableError, RejoinRequiredError, TokenExpiredError, type BanyanError } from '../errors.js';
import { FakeSockets } from '../testing/FakeSocket.js';
import { EndReason, ErrorCode } from './gen/banyan/signal/v1/signal_pb.js';
import { PendingRequests } from './PendingRequests.js';
import { SignalClient, type SignalState } from './SignalClient.js';
import { SignalSocket } from './SignalSocket.js';

const RESUME_SECONDS = 30;

function setUp(token: () => Promise<string> = () => Promise.resolve('')) {
  const sockets = new FakeSockets();
  const joins: string[] = [];
  const client = new SignalClient({
    url: 'https://node-a.example',
    makeJoin: async (replaces) => {
      joins.push(replaces);
      return { room: 'lobby', token: await token(), replacesParticipant: replaces };
    },
    rosterVersion: () => undefined,
    socketFactory: sockets.factory,
    joinTimeoutMillis: 15_000,
    random: () => 1,
  });
  const states: SignalState[] = [];
  const failures: BanyanError[] = [];
  client.on('state', (state) => states.push(state));
  client.on('failed', (error) => failures.push(error));
  return { sockets, client, joins, states, failures };
}

async function joined(setup: ReturnType<typeof setUp>, participantId = 'p1', alternatives: string[] = []) {
  const { sockets } = setup;
  sockets.latest.open();
  await vi.advanceTimersByTimeAsync(0);
  const { requestId } = sockets.latest.last('join');
  const value = { participantId, resumeToken: 'secret-1', resumeSeconds: RESUME_SECONDS, alternatives };
  sockets.latest.say({ requestId, sequence: 1n, message: { case: 'joined', value } });
}

async function start(alternatives: string[] = []) {
  const setup = setUp();
  setup.client.start();
  await joined(setup, 'p1', alternatives);
  return setup;
}

/** The next attempt to connect. */
async function nextAttempt(setup: ReturnType<typeof setUp>) {
  const before = setup.sockets.all.length;
  for (let tries = 0; tries < 100 && setup.sockets.all.length === before; tries++) {
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(setup.sockets.all.length).toBe(before + 1);
  return setup.sockets.latest;
}

describe('signalling', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('joins at the signalling path of the node, with the first message', async () => {
    const { sockets, states, client } = await start();
    expect(sockets.latest.url).toBe('wss://node-a.example/v1/signal');
    expect(sockets.latest.messages).toHaveLength(1);
    expect(states).toEqual(['connected']);
    expect(client.state).toBe('connected');
  });

  it('says the error that refused the join, and does not try again', async () => {
    const setup = setUp();
    setup.client.start();
    setup.sockets.latest.open();
    await vi.advanceTimersByTimeAsync(0);
    const { requestId } = setup.sockets.latest.last('join');
    const value = { code: ErrorCode.TOKEN_EXPIRED, message: 'expired', fatal: true };
    setup.sockets.latest.say({ requestId, message: { case: 'error', value } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(setup.failures[0]).toBeInstanceOf(TokenExpiredError);
    expect(setup.sockets.all).toHaveLength(1);
    expect(setup.client.state).toBe('failed');
  });

  it('sends the same join again when the socket was lost before the answer', async () => {
    const setup = setUp();
    setup.client.start();
    setup.sockets.latest.open();
    await vi.advanceTimersByTimeAsync(0);
    const first = setup.sockets.latest.last('join');
    setup.sockets.latest.drop();
    (await nextAttempt(setup)).open();
    await vi.advanceTimersByTimeAsync(0);
    expect(setup.sockets.latest.last('join').requestId).toBe(first.requestId);
    expect(setup.joins).toEqual(['']);
  });

  it('gives up a first join after its time', async () => {
    const setup = setUp();
    setup.client.start();
    for (let second = 0; second < 20; second++) {
      setup.sockets.latest.drop();
      await vi.advanceTimersByTimeAsync(3000);
    }
    expect(setup.failures[0]?.code).toBe('CONNECTION');
  });

  it('goes to an alternative when the node is full, not before it was asked to', async () => {
    const setup = setUp();
    setup.client.start();
    setup.sockets.latest.open();
    await vi.advanceTimersByTimeAsync(0);
    const alternatives = ['wss://node-b.example/v1/signal'];
    const value = { code: ErrorCode.NODE_FULL, message: 'full', fatal: true, alternatives, retryAfterMillis: 2000 };
    setup.sockets.latest.say({
      requestId: setup.sockets.latest.last('join').requestId,
      message: { case: 'error', value },
    });
    await vi.advanceTimersByTimeAsync(1900);
    expect(setup.sockets.all).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(setup.sockets.latest.url).toBe(alternatives[0]);
    expect(setup.failures).toEqual([]);
  });

  it('resumes after a loss, says what it has seen, and sends what was not answered under the same id', async () => {
    const setup = await start();
    const { client, sockets, states } = setup;
    const reply = client.request({ case: 'updateTrack', value: { trackId: 't', muted: true } });
    const { requestId } = sockets.latest.last('updateTrack');
    sockets.latest.drop();
    expect(client.state).toBe('reconnecting');
    const socket = await nextAttempt(setup);
    socket.open();
    await vi.advanceTimersByTimeAsync(0);
    const resume = socket.last('resume').message;
    expect(resume.value).toMatchObject({ resumeToken: 'secret-1', receivedSequence: 1n });
    expect(socket.messages).toHaveLength(1);
    socket.say({ message: { case: 'resumed', value: { resumeToken: 'secret-2', nextSequence: 2n } } });
    expect(socket.last('updateTrack').requestId).toBe(requestId);
    socket.say({ requestId, sequence: 2n, message: { case: 'trackUpdated', value: { trackId: 't' } } });
    await expect(reply).resolves.toMatchObject({ message: { case: 'trackUpdated' } });
    expect(states).toEqual(['connected', 'reconnecting', 'connected']);

    // The token changes with every resume.
    socket.drop();
    const third = await nextAttempt(setup);
    third.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(third.last('resume').message.value).toMatchObject({ resumeToken: 'secret-2', receivedSequence: 2n });
  });

  it('keeps what is asked for while there is no connection', async () => {
    const setup = await start();
    setup.sockets.latest.drop();
    void setup.client.request({ case: 'updateSelf', value: { displayName: 'Ada' } });
    const socket = await nextAttempt(setup);
    socket.open();
    await vi.advanceTimersByTimeAsync(0);
    socket.say({ message: { case: 'resumed', value: { resumeToken: 'secret-2', nextSequence: 2n } } });
    expect(socket.messages.map(({ message }) => message.case)).toEqual(['resume', 'updateSelf']);
  });

  it('hears a message that a resume repeats only once', async () => {
    const { client, sockets } = await start();
    const heard: bigint[] = [];
    client.on('message', ({ sequence }) => heard.push(sequence));
    for (const sequence of [2n, 3n, 2n, 3n, 4n]) {
      sockets.latest.say({ sequence, message: { case: 'slotAssigned', value: { mid: '0' } } });
    }
    expect(heard).toEqual([2n, 3n, 4n]);
  });

  it('joins anew in the place of the old participant when the node does not know it any more', async () => {
    const setup = await start();
    const again: boolean[] = [];
    setup.client.on('joined', (event) => again.push(event.again));
    const lost = setup.client.request({ case: 'updateSlots', value: {} });
    const outcome = expect(lost).rejects.toBeInstanceOf(RejoinRequiredError);
    setup.sockets.latest.drop();
    const socket = await nextAttempt(setup);
    socket.open();
    await vi.advanceTimersByTimeAsync(0);
    const value = { code: ErrorCode.REJOIN, message: 'gone', alternatives: ['wss://node-b.example/v1/signal'] };
    socket.say({ requestId: socket.last('resume').requestId, message: { case: 'error', value } });
    await outcome;
    await nextAttempt(setup);
    await joined(setup, 'p2');
    expect(setup.joins).toEqual(['', 'p1']);
    expect(setup.sockets.latest.last('join').message.value).toMatchObject({ replacesParticipant: 'p1' });
    expect(again).toEqual([true]);
    expect(setup.client.state).toBe('connected');
  });

  it('joins anew by itself when the time to resume is over', async () => {
    const setup = await start(['wss://node-b.example/v1/signal']);
    setup.sockets.latest.drop();
    const urls = new Set<string>();
    for (let second = 0; second < RESUME_SECONDS + 5; second++) {
      await vi.advanceTimersByTimeAsync(1000);
      urls.add(setup.sockets.latest.url);
      setup.sockets.latest.drop();
    }
    expect([...urls]).toEqual(['wss://node-a.example/v1/signal', 'wss://node-b.example/v1/signal']);
    expect(setup.joins.slice(0, 2)).toEqual(['', 'p1']);
    expect(setup.failures).toEqual([]);
  });

  it('fails when no node can be reached for two minutes', async () => {
    const setup = await start();
    setup.sockets.latest.drop();
    for (let second = 0; second < 130; second++) {
      await vi.advanceTimersByTimeAsync(1000);
      setup.sockets.latest.drop();
    }
    expect(setup.states).toEqual(['connected', 'reconnecting', 'failed']);
  });

  it('pings every five seconds, and takes ten of silence for a loss', async () => {
    const { client, sockets } = await start();
    await vi.advanceTimersByTimeAsync(SignalSocket.PING_MILLIS + 10);
    const ping = sockets.latest.last('ping').message;
    const clientTimeMillis = ping.case === 'ping' ? ping.value.clientTimeMillis : 0n;
    sockets.latest.say({ message: { case: 'pong', value: { clientTimeMillis } } });
    expect(client.rttMillis).toBeGreaterThan(0);
    const silent = sockets.latest;
    await vi.advanceTimersByTimeAsync(SignalSocket.DEAD_MILLIS + SignalSocket.PING_MILLIS);
    expect(silent.closedWith).toBe('no code');
    expect(client.state).not.toBe('connected');
  });

  it('tries again when a connection does not come about', async () => {
    const setup = setUp();
    setup.client.start();
    await vi.advanceTimersByTimeAsync(SignalSocket.CONNECT_TIMEOUT_MILLIS + 1000);
    expect(setup.sockets.all).toHaveLength(2);
  });

  it('waits longer each time, and not at all when the network is back', async () => {
    const setup = await start();
    setup.sockets.latest.drop();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 6; attempt++) {
      const before = Date.now();
      const socket = await nextAttempt(setup);
      waits.push(Date.now() - before);
      socket.drop();
    }
    expect(waits).toEqual([200, 400, 800, 1600, 3000, 3000]);
    const before = setup.sockets.all.length;
    setup.client.hurry();
    await vi.advanceTimersByTimeAsync(0);
    expect(setup.sockets.all).toHaveLength(before + 1);
  });

  it('leaves on purpose, and is over', async () => {
    const { client, sockets, states } = await start();
    client.leave();
    expect(sockets.latest.last('leave').requestId).toBe('');
    expect(sockets.latest.closedWith).toBe(1000);
    expect(states.at(-1)).toBe('left');
    await expect(client.request({ case: 'updateSelf', value: {} })).rejects.toMatchObject({ code: 'CONNECTION' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets.all).toHaveLength(1);
  });

  it.each([
    [EndReason.KICKED, 'failed', 'KICKED'],
    [EndReason.REPLACED, 'failed', 'REPLACED'],
    [EndReason.ROOM_ENDED, 'failed', 'ROOM_ENDED'],
    [EndReason.LEFT, 'left', undefined],
  ])('ends when the node says so: %i', async (reason, state, code) => {
    const { client, sockets, failures } = await start();
    sockets.latest.say({ sequence: 2n, message: { case: 'ended', value: { reason } } });
    expect(client.state).toBe(state);
    expect(failures[0]?.code).toBe(code);
  });

  it.each([EndReason.NODE_STOPPED, EndReason.MEDIA_FAILED, EndReason.RECONNECT_TIMEOUT])(
    'joins anew when the node ended it for reasons of its own: %i',
    async (reason) => {
      const setup = await start();
      setup.sockets.latest.say({ sequence: 2n, message: { case: 'ended', value: { reason } } });
      expect(setup.client.state).toBe('reconnecting');
      await nextAttempt(setup);
      await joined(setup, 'p2');
      expect(setup.joins).toEqual(['', 'p1']);
    },
  );

  it('warns of what is refused without ending anything', async () => {
    const { client, sockets } = await start();
    const warnings: BanyanError[] = [];
    client.on('warning', (error) => warnings.push(error));
    const value = { code: ErrorCode.RATE_LIMITED, message: 'slow down', retryAfterMillis: 500 };
    sockets.latest.say({ message: { case: 'error', value } });
    expect(warnings[0]).toMatchObject({ code: 'RATE_LIMITED', retryAfterMillis: 500 });
    expect(client.state).toBe('connected');
  });

  it('rejects a request with its own error', async () => {
    const { client, sockets } = await start();
    const reply = client.request({ case: 'negotiate', value: {} });
    const { requestId } = sockets.latest.last('negotiate');
    const value = { code: ErrorCode.NODE_DRAINING, message: 'draining', alternatives: ['x'] };
    sockets.latest.say({ requestId, sequence: 2n, message: { case: 'error', value } });
    await expect(reply).rejects.toBeInstanceOf(NodeUnavailableError);
    expect(client.state).toBe('connected');
  });

  it('does not wait for an answer forever', async () => {
    const { client, sockets } = await start();
    const outcome = expect(client.request({ case: 'updateSelf', value: {} })).rejects.toMatchObject({
      code: 'TIMEOUT',
    });
    for (let waited = 0; waited <= PendingRequests.TIMEOUT_MILLIS; waited += 1000) {
      await vi.advanceTimersByTimeAsync(1000);
      sockets.latest.say({ message: { case: 'pong', value: {} } });
    }
    await outcome;
  });

  it('tries again when there is no token to join anew with, as long as it tries at all', async () => {
    let tokens = 0;
    const setup = setUp(() => (++tokens === 2 ? Promise.reject(new Error('503')) : Promise.resolve('')));
    setup.client.start();
    await joined(setup);
    setup.client.rejoin();
    (await nextAttempt(setup)).open();
    await nextAttempt(setup);
    await joined(setup, 'p2');
    expect(setup.client.state).toBe('connected');
    expect(setup.joins).toEqual(['', 'p1', 'p1']);
  });

  it('fails when no offer can be made', async () => {
    const sockets = new FakeSockets();
    const client = new SignalClient({
      url: 'wss://node-a.example/v1/signal',
      makeJoin: () => Promise.reject(new Error('no WebRTC')),
      rosterVersion: () => undefined,
      socketFactory: sockets.factory,
      joinTimeoutMillis: 15_000,
    });
    client.start();
    sockets.latest.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(client.state).toBe('failed');
  });
});
