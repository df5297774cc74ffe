import {
  BannedError,
  ConnectionError,
  DeviceError,
  EndedError,
  NodeUnavailableError,
  RoomEndedError,
  RoomFullError,
  RoomLockedError,
  TokenError,
  TokenExpiredError,
  UnsupportedBrowserError,
} from '@banyan/sdk';

export interface Explanation {
  title: string;
  /** What to do. */
  advice: string;
}

const explanations: readonly [new (...args: never[]) => Error, Explanation][] = [
  [RoomFullError, { title: 'The room is full', advice: 'Try again when somebody has left.' }],
  [RoomLockedError, { title: 'The room is locked', advice: 'Ask somebody inside to unlock it.' }],
  [RoomEndedError, { title: 'The call has ended', advice: 'Choose another room to start a new one.' }],
  [BannedError, { title: 'You cannot join this room', advice: 'You were removed from it.' }],
  [TokenExpiredError, { title: 'The invitation has expired', advice: 'Reload the page for a new one.' }],
  [TokenError, { title: 'The invitation is not valid here', advice: 'Reload the page, or ask for a new link.' }],
  [NodeUnavailableError, { title: 'The server is busy', advice: 'Try again in a moment.' }],
  [
    UnsupportedBrowserError,
    { title: 'This browser cannot take part', advice: 'Open the page over HTTPS in a current browser.' },
  ],
  [ConnectionError, { title: 'The connection was lost', advice: 'Check your network, then join again.' }],
];

const endings: Record<string, Explanation> = {
  REPLACED: { title: 'You joined from somewhere else', advice: 'This window is no longer in the call.' },
  KICKED: { title: 'You were removed from the room', advice: 'Ask the host if that was a mistake.' },
  ROOM_ENDED: { title: 'The call has ended', advice: 'Choose another room to start a new one.' },
};

const devices: Record<string, Explanation> = {
  DEVICE_DENIED: {
    title: 'Camera and microphone are blocked',
    advice: "Allow them by the icon in the browser's address bar, or join without.",
  },
  DEVICE_NOT_FOUND: { title: 'No camera or microphone found', advice: 'Connect one, or join without.' },
  DEVICE_BUSY: { title: 'The device is in use', advice: 'Close other applications that use it, then try again.' },
};

/** What happened and what to do, for people. */
export function explain(error: unknown): Explanation {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof EndedError && endings[error.code]) return endings[error.code]!;
  if (error instanceof DeviceError && devices[error.code]) return devices[error.code]!;
  const known = explanations.find(([type]) => error instanceof type)?.[1];
  return known ?? { title: 'Something went wrong', advice: message };
}
