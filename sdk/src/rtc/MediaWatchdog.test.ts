import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MediaState as WireMediaState } from '../signal/gen/banyan/signal/v1/signal_pb.js';
import { MediaWatchdog, type MediaState } from './MediaWatchdog.js';

function setUp() {
  const seen = { restarts: 0, gaveUp: 0, states: [] as MediaState[] };
  const watchdog = new MediaWatchdog({
    restart: () => seen.restarts++,
    giveUp: () => seen.gaveUp++,
    onState: (state) => seen.states.push(state),
  });
  return { watchdog, seen };
}

describe('the watch over the media path', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('lets a short interruption pass', () => {
    const { watchdog, seen } = setUp();
    watchdog.onConnectionState('connected');
    watchdog.onConnectionState('disconnected');
    vi.advanceTimersByTime(MediaWatchdog.PATIENCE_MILLIS - 1);
    watchdog.onConnectionState('connected');
    vi.advanceTimersByTime(60_000);
    expect(seen).toEqual({ restarts: 0, gaveUp: 0, states: ['connected', 'interrupted', 'connected'] });
  });

  it('restarts ICE after a longer one, again and again, and then gives up', () => {
    const { watchdog, seen } = setUp();
    watchdog.onConnectionState('connected');
    watchdog.onConnectionState('disconnected');
    vi.advanceTimersByTime(MediaWatchdog.PATIENCE_MILLIS);
    expect(seen.restarts).toBe(1);
    vi.advanceTimersByTime(MediaWatchdog.RESTART_MILLIS);
    expect(seen.restarts).toBe(2);
    expect(seen.gaveUp).toBe(0);
    vi.advanceTimersByTime(MediaWatchdog.GIVE_UP_MILLIS);
    expect(seen.gaveUp).toBe(1);
  });

  it('restarts at once when it has failed, or when the node says so', () => {
    const { watchdog, seen } = setUp();
    watchdog.onConnectionState('connected');
    watchdog.onConnectionState('failed');
    vi.advanceTimersByTime(0);
    expect(seen.restarts).toBe(1);
    watchdog.onConnectionState('connected');
    watchdog.onNodeState(WireMediaState.DISCONNECTED);
    vi.advanceTimersByTime(0);
    expect(seen.restarts).toBe(2);
    watchdog.onNodeState(WireMediaState.FAILED);
    expect(seen.gaveUp).toBe(1);
  });

  it('gives up a path that never came about', () => {
    const { seen } = setUp();
    vi.advanceTimersByTime(MediaWatchdog.GIVE_UP_MILLIS);
    expect(seen.gaveUp).toBe(1);
  });

  it('is silent when closed', () => {
    const { watchdog, seen } = setUp();
    watchdog.onConnectionState('failed');
    watchdog.close();
    vi.advanceTimersByTime(60_000);
    expect(seen.restarts + seen.gaveUp).toBe(0);
  });
});
