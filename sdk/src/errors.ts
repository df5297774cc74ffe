/**
 * What went wrong, as a value that programs can tell apart: `code` is the protocol's error code or, for what happens in
 * the browser, one of the codes named at the classes below. The message is for people.
 */
export class BanyanError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** The token cannot be used here; the subclasses say why. Another token may help. */
export class TokenError extends BanyanError {}
/** Signature wrong, unsigned, not a JWT, not yet valid, or a claim is missing. */
export class TokenInvalidError extends TokenError {}
export class TokenExpiredError extends TokenError {}
/** The token's key is of no tenant of this mesh. */
export class TokenUnknownKeyError extends TokenError {}
export class TokenWrongRoomError extends TokenError {}

/** The token does not allow what was asked. */
export class NotGrantedError extends BanyanError {}

/** This room does not take us; the subclasses say why. */
export class RoomRefusedError extends BanyanError {}
export class RoomFullError extends RoomRefusedError {}
export class RoomLockedError extends RoomRefusedError {}
export class RoomEndedError extends RoomRefusedError {}
export class BannedError extends RoomRefusedError {}
export class RegionNotAllowedError extends RoomRefusedError {}

/** The node cannot take us now (full or draining): others may. */
export class NodeUnavailableError extends BanyanError {
  /** Signalling URLs of nodes to try instead. */
  readonly alternatives: readonly string[];
  /** Not before; 0: at once. */
  readonly retryAfterMillis: number;

  constructor(code: string, message: string, alternatives: readonly string[] = [], retryAfterMillis = 0) {
    super(code, message);
    this.alternatives = alternatives;
    this.retryAfterMillis = retryAfterMillis;
  }
}

export class RateLimitedError extends BanyanError {
  readonly retryAfterMillis: number;

  constructor(code: string, message: string, retryAfterMillis: number) {
    super(code, message);
    this.retryAfterMillis = retryAfterMillis;
  }
}

/** The participant is gone at the node: only a new join brings it back, which the SDK does where it can. */
export class RejoinRequiredError extends BanyanError {
  readonly alternatives: readonly string[];

  constructor(code: string, message: string, alternatives: readonly string[] = []) {
    super(code, message);
    this.alternatives = alternatives;
  }
}

/** The node cannot read the browser's offer, or it breaks a limit. */
export class BadOfferError extends BanyanError {}
/** Nothing in the offer can be answered: no common codec, for example. */
export class OfferNotSupportedError extends BanyanError {}
/** A track or slot that does not exist, or not any more. */
export class NotFoundError extends BanyanError {}
export class KindMismatchError extends BanyanError {}
export class LimitExceededError extends BanyanError {}
/** Something took too long; code `TIMEOUT`. */
export class TimeoutError extends BanyanError {}
/** The SDK and the node do not understand each other. */
export class ProtocolError extends BanyanError {}
/** The node failed; its log has more under the connection's id. */
export class NodeFailureError extends BanyanError {}

/** No node could be reached, or not any more; code `CONNECTION`. */
export class ConnectionError extends BanyanError {
  constructor(message: string, options?: ErrorOptions) {
    super('CONNECTION', message, options);
  }
}

/** The call was ended by the other side; the code is the reason: `KICKED`, `REPLACED`, `ROOM_ENDED` … */
export class EndedError extends BanyanError {}

/** A camera, microphone or screen cannot be had: `DEVICE_DENIED`, `DEVICE_NOT_FOUND`, `DEVICE_BUSY`, `DEVICE_FAILED`. */
export class DeviceError extends BanyanError {}

/** The browser lacks something without which there is no call; code `UNSUPPORTED_BROWSER`. */
export class UnsupportedBrowserError extends BanyanError {
  constructor(message: string) {
    super('UNSUPPORTED_BROWSER', message);
  }
}

/** All of the above by name. A minifier renames classes: what an error's `name` says must not depend on it. */
export const errorClasses = {
  BanyanError,
  TokenError,
  TokenInvalidError,
  TokenExpiredError,
  TokenUnknownKeyError,
  TokenWrongRoomError,
  NotGrantedError,
  RoomRefusedError,
  RoomFullError,
  RoomLockedError,
  RoomEndedError,
  BannedError,
  RegionNotAllowedError,
  NodeUnavailableError,
  RateLimitedError,
  RejoinRequiredError,
  BadOfferError,
  OfferNotSupportedError,
  NotFoundError,
  KindMismatchError,
  LimitExceededError,
  TimeoutError,
  ProtocolError,
  NodeFailureError,
  ConnectionError,
  EndedError,
  DeviceError,
  UnsupportedBrowserError,
};

for (const [name, type] of Object.entries(errorClasses)) Object.defineProperty(type, 'name', { value: name });
