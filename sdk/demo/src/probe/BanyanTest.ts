import type { CallStats, Room, SlotStats } from '@banyan/sdk';
import { nowMillis } from '../fake/clock.js';
import { fullTime, type PictureCode } from '../fake/pictureCode.js';
import type { Parameters } from '../parameters.js';
import type { CallPage } from '../ui/CallPage.js';
import type { RemoteTile } from '../ui/Tile.js';
import { BurstListener } from './BurstListener.js';
import { CallLog, type LogEntry } from './CallLog.js';
import { SignalCut } from './SignalCut.js';
import { TileProbe, type TileFigures } from './TileProbe.js';

declare global {
  interface Window {
    banyanTest?: BanyanTest;
  }
}

/** How a track of a tile arrived during a collection, by the browser's own counts. */
export interface ReceivedFigures {
  framesDecoded: number;
  framesPerSecond: number;
  freezes: number;
  packetsLost: number;
  packetsReceived: number;
  jitterBufferMillis: number;
  width: number;
  height: number;
  audioLevel: number;
  /** Of the samples played, what was made up for lost ones; silence that was made up does not count. */
  concealedShare: number;
}

export interface CollectedTile extends TileFigures {
  picture: ReceivedFigures | null;
  sound: ReceivedFigures | null;
}

export interface Collected {
  seconds: number;
  tiles: CollectedTile[];
  stats: CallStats;
}

/**
 * What tests and benchmarks drive a page by: `window.banyanTest`, there with `?fake=1` or `?test=1`. Everything it
 * returns is plain JSON. See README.md.
 */
export class BanyanTest {
  static readonly TILE_POLL_MILLIS = 20;

  /** The SDK's room, once joined. */
  room: Room | undefined;
  page: CallPage | undefined;
  readonly parameters: Parameters;
  readonly #log = new CallLog();
  readonly #signal = new SignalCut();
  readonly #first = new Map<RemoteTile, { participantId: string; atMillis: number; code: PictureCode | undefined }>();
  readonly #awaited = new Set<RemoteTile>();
  #joiningAtMillis = 0;
  #switches = 0;
  #error = '';

  constructor(parameters: Parameters) {
    this.parameters = parameters;
    window.banyanTest = this;
  }

  onJoining(): void {
    this.#joiningAtMillis = nowMillis();
    this.#log.add('joining');
  }

  onJoined(room: Room, page: CallPage): void {
    this.room = room;
    this.page = page;
    this.#log.add('joined', { participantId: room.local.id, state: room.state });
    this.#log.listen(room);
    for (const { id, displayName } of room.participants.values()) {
      this.#log.add('participantJoined', { participantId: id, name: displayName });
    }
    setInterval(() => this.#awaitFirstFrames(), BanyanTest.TILE_POLL_MILLIS);
  }

  onJoinFailed(error: unknown): void {
    this.#error = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.#log.add('joinFailed', { reason: this.#error, code: (error as { code?: string }).code ?? '' });
  }

  /** `loading`, the room's state, or `refused` with `error`. */
  state(): { state: string; mediaState: string; participantId: string; node: string; error: string } {
    const { room } = this;
    return {
      state: room?.state ?? (this.#error ? 'refused' : 'loading'),
      mediaState: room?.mediaState ?? 'connecting',
      participantId: room?.local.id ?? '',
      node: room?.node ?? '',
      error: this.#error,
    };
  }

  /** Everybody else, with what they publish and how it stands here. */
  participants(): object[] {
    return [...(this.room?.participants.values() ?? [])].map((participant) => ({
      id: participant.id,
      identity: participant.identity,
      name: participant.displayName,
      reconnecting: participant.isReconnecting,
      speaking: participant.isSpeaking,
      tracks: [...participant.subscriptions.values()].map((track) => ({
        id: track.id,
        kind: track.kind,
        source: track.source,
        name: track.name,
        muted: track.muted,
        state: track.state,
        pauseReason: track.pauseReason ?? '',
      })),
    }));
  }

  /** The code of the picture now shown under a participant's name; null: none that can be read. */
  readTile(participantId: string): (PictureCode & { label: string; latencyMillis: number }) | null {
    const tile = this.#tiles().find((candidate) => candidate.participant.id === participantId);
    const code = tile && new TileProbe(tile).read();
    if (!code) return null;
    const latencyMillis = nowMillis() - fullTime(code.sendTimeMillis, nowMillis());
    return { ...code, label: tile.participant.displayName, latencyMillis };
  }

  /** When the first picture of each participant was shown, in milliseconds since 1970 and since this page began to join. */
  firstFrames(): { participantId: string; atMillis: number; sinceJoiningMillis: number; number: number | null }[] {
    return [...this.#first.values()].map(({ participantId, atMillis, code }) => ({
      participantId,
      atMillis,
      sinceJoiningMillis: Math.round(atMillis - this.#joiningAtMillis),
      number: code?.participant ?? null,
    }));
  }

  /** What happened since the page began to join. */
  log(): LogEntry[] {
    return this.#log.entries;
  }

  async stats(): Promise<CallStats | null> {
    return (await this.room?.stats()) ?? null;
  }

  /** Watches all tiles for a while. */
  async collect({ seconds = 10 }: { seconds?: number } = {}): Promise<Collected> {
    const room = this.room!;
    const probes = new Map<RemoteTile, TileProbe>();
    const bursts = new BurstListener();
    const look = (): void => {
      for (const tile of this.#tiles()) {
        if (!probes.has(tile)) {
          const probe = new TileProbe(tile);
          probes.set(tile, probe);
          probe.start();
        }
        const sound = tile.sound?.mediaTrack;
        // A slot's track outlives its switches: whose burst it is, is asked when it sounds.
        if (sound) void bursts.listen(sound, (track, atMillis) => this.#onBurst(probes.values(), track, atMillis));
      }
    };
    const before = await room.stats();
    look();
    const timer = setInterval(look, BanyanTest.TILE_POLL_MILLIS);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    clearInterval(timer);
    bursts.close();
    const stats = await room.stats();
    const tiles = [...probes.values()].map((probe) => {
      probe.stop();
      const received = (trackId: string | undefined): ReceivedFigures | null => difference(before, stats, trackId);
      return { ...probe.figures(), picture: received(probe.tile.picture?.id), sound: received(probe.tile.sound?.id) };
    });
    return { seconds, tiles, stats };
  }

  /**
   * Gives everybody the slots of somebody else, in one go, and waits until all pictures are there again; `millis` says
   * how long that took. Needs two others at least.
   */
  async switchSlots(timeoutMillis = 10_000): Promise<{ millis: number; live: boolean }> {
    const people = [...(this.room?.participants.values() ?? [])];
    // Slots are given in the order of asking: each time another one begins.
    const first = people.length === 0 ? 0 : ++this.#switches % people.length;
    const subscriptions = [...people.slice(first), ...people.slice(0, first)].flatMap((participant) => [
      ...participant.subscriptions.values(),
    ]);
    const begun = nowMillis();
    for (const subscription of subscriptions) subscription.unsubscribe();
    for (const subscription of subscriptions) subscription.subscribe();
    const pictures = subscriptions.filter(({ kind, muted }) => kind === 'video' && !muted);
    const isLive = (): boolean => pictures.every(({ state }) => state === 'live' || state === 'ended');
    while (!isLive() && nowMillis() - begun < timeoutMillis) await new Promise((resolve) => setTimeout(resolve, 5));
    return { millis: Math.round(nowMillis() - begun), live: isLive() };
  }

  async muteMicrophone(muted: boolean): Promise<number> {
    return this.#timed(() => this.page!.controls.toggle('microphone', !muted));
  }

  async muteCamera(muted: boolean): Promise<number> {
    return this.#timed(() => this.page!.controls.toggle('camera', !muted));
  }

  async shareScreen(on: boolean): Promise<number> {
    return this.#timed(() => this.page!.controls.toggleScreen(on));
  }

  /** Cuts the signalling socket, and fails new ones for that long. */
  cutSignal(seconds: number): void {
    this.#log.add('signalCut');
    this.#signal.cut(seconds);
  }

  leave(): void {
    this.room?.leave();
  }

  #tiles(): RemoteTile[] {
    return [...(this.page?.tiles ?? [])].filter((tile) => tile.kind === 'camera');
  }

  #onBurst(probes: Iterable<TileProbe>, track: MediaStreamTrack, atMillis: number): void {
    for (const probe of probes) if (probe.tile.sound?.mediaTrack === track) probe.onBurst(atMillis);
  }

  /** Returns when it was asked for, in milliseconds since 1970. */
  async #timed(act: () => Promise<void>): Promise<number> {
    const atMillis = nowMillis();
    await act();
    return atMillis;
  }

  #awaitFirstFrames(): void {
    for (const tile of this.#tiles()) {
      if (this.#awaited.has(tile)) continue;
      this.#awaited.add(tile);
      const probe = new TileProbe(tile);
      const onFrame: VideoFrameRequestCallback = (_now, { expectedDisplayTime }) => {
        const { id: participantId } = tile.participant;
        const code = probe.read();
        if (!this.#first.has(tile)) this.#log.add('firstFrame', { participantId });
        const atMillis = this.#first.get(tile)?.atMillis ?? performance.timeOrigin + expectedDisplayTime;
        this.#first.set(tile, { participantId, atMillis, code });
        // The very first may come before there is anything to draw from.
        if (!code) tile.video.requestVideoFrameCallback(onFrame);
      };
      tile.video.requestVideoFrameCallback(onFrame);
    }
  }
}

/** What a track's counters moved from one look to the other. A track that moved to another slot counts from there. */
function difference(before: CallStats, after: CallStats, trackId: string | undefined): ReceivedFigures | null {
  const now = after.slots.find((slot) => slot.trackId === trackId);
  if (!now) return null;
  const then = before.slots.find((slot) => slot.mid === now.mid);
  const moved = (key: keyof SlotStats): number => Number(now[key]) - Number(then?.[key] ?? 0);
  const samples = moved('totalSamples');
  return {
    framesDecoded: moved('framesDecoded'),
    framesPerSecond: now.framesPerSecond,
    freezes: moved('freezes'),
    packetsLost: moved('packetsLost'),
    packetsReceived: moved('packetsReceived'),
    jitterBufferMillis: Math.round(now.jitterBufferMillis),
    width: now.width,
    height: now.height,
    audioLevel: now.audioLevel,
    concealedShare: samples > 0 ? (moved('concealedSamples') - moved('silentConcealedSamples')) / samples : 0,
  };
}
