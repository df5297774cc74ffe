import type { Layers } from '@banyan/sdk';

/** What the page's address asks for. */
export interface Parameters {
  room: string;
  name: string;
  /** Join without being asked. */
  autojoin: boolean;
  /** An animated picture and a tone instead of devices. */
  fake: boolean;
  /** Expose `window.banyanTest`. */
  test: boolean;
  width: number;
  height: number;
  frameRate: number;
  layers: Layers | undefined;
  publishAudio: boolean;
  publishVideo: boolean;
  /** The number in the fake picture. */
  participant: number;
  /** Instead of one that the node's demo endpoint makes. */
  token: string;
  /** Another node than the one that the page came from. */
  node: string;
  /** Ask for the token of a `viewer`, who may publish nothing, or of a `chair`, who may decide. */
  role: string;
  /** So many slots carry who is loudest, where more is to be heard. */
  loudest: number;
  /** So many pictures of those who spoke last, where there are more; 0: everybody's. */
  lastSpeakers: number;
}

export function readParameters(search: string, random: () => number = Math.random): Parameters {
  const query = new URLSearchParams(search);
  const name = query.get('name') ?? '';
  const publish = (query.get('publish') ?? 'audio,video').split(',');
  const layers = number(query, 'layers', 0, 0, 3);
  const fake = flag(query, 'fake');
  return {
    room: query.get('room') ?? '',
    name,
    autojoin: flag(query, 'autojoin'),
    fake,
    test: fake || flag(query, 'test'),
    width: even(number(query, 'w', 640, 32, 3840)),
    height: even(number(query, 'h', 360, 32, 2160)),
    frameRate: number(query, 'fps', 30, 1, 60),
    layers: layers === 0 ? undefined : (layers as Layers),
    publishAudio: publish.includes('audio'),
    publishVideo: publish.includes('video'),
    participant: number(
      query,
      'participant',
      name === '' ? Math.floor(random() * 65535) + 1 : numberOf(name),
      0,
      65535,
    ),
    token: query.get('token') ?? '',
    node: query.get('node') ?? '',
    role: query.get('role') ?? '',
    loudest: number(query, 'loudest', 5, 0, 16),
    lastSpeakers: number(query, 'lastSpeakers', 0, 0, 16),
  };
}

function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && value !== '0' && value !== 'false';
}

function number(query: URLSearchParams, name: string, otherwise: number, least: number, most: number): number {
  const text = query.get(name);
  const value = text === null || text === '' ? NaN : Number(text);
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.round(value))) : otherwise;
}

/** Video encoders halve chroma: odd sizes are cropped. */
function even(value: number): number {
  return value - (value % 2);
}

/** 1 to 65535, the same for the same name. */
function numberOf(name: string): number {
  let hash = 5381;
  for (const character of name) hash = (hash * 33 + character.codePointAt(0)!) % 0xffffffff;
  return (hash % 65535) + 1;
}
