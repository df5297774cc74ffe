import {
  BadOfferError,
  BannedError,
  BanyanError,
  EndedError,
  KindMismatchError,
  LimitExceededError,
  NodeFailureError,
  NodeUnavailableError,
  NotFoundError,
  NotGrantedError,
  OfferNotSupportedError,
  ProtocolError,
  RateLimitedError,
  RegionNotAllowedError,
  RejoinRequiredError,
  RoomEndedError,
  RoomFullError,
  RoomLockedError,
  TimeoutError,
  TokenExpiredError,
  TokenInvalidError,
  TokenUnknownKeyError,
  TokenWrongRoomError,
} from '../errors.js';
import { EndReason, ErrorCode, type Ended, type Error as SignalError } from './gen/banyan/signal/v1/signal_pb.js';

type Maker = (code: string, error: SignalError) => BanyanError;

const plain =
  (type: new (code: string, message: string) => BanyanError): Maker =>
  (code, error) =>
    new type(code, error.message);
const rejoin: Maker = (code, error) => new RejoinRequiredError(code, error.message, error.alternatives);
const unavailable: Maker = (code, error) =>
  new NodeUnavailableError(code, error.message, error.alternatives, error.retryAfterMillis);
const rateLimited: Maker = (code, error) => new RateLimitedError(code, error.message, error.retryAfterMillis);

// Complete by its type: a code that is added to the protocol does not compile until it has its class here.
const makers: Record<ErrorCode, Maker> = {
  [ErrorCode.UNSPECIFIED]: plain(NodeFailureError),
  [ErrorCode.INTERNAL]: plain(NodeFailureError),
  [ErrorCode.BAD_MESSAGE]: plain(ProtocolError),
  [ErrorCode.MESSAGE_TOO_LARGE]: plain(ProtocolError),
  [ErrorCode.RATE_LIMITED]: rateLimited,
  [ErrorCode.TIMEOUT]: plain(TimeoutError),
  [ErrorCode.TOKEN_INVALID]: plain(TokenInvalidError),
  [ErrorCode.TOKEN_EXPIRED]: plain(TokenExpiredError),
  [ErrorCode.TOKEN_UNKNOWN_KEY]: plain(TokenUnknownKeyError),
  [ErrorCode.TOKEN_WRONG_ROOM]: plain(TokenWrongRoomError),
  [ErrorCode.NOT_GRANTED]: plain(NotGrantedError),
  [ErrorCode.REJOIN]: rejoin,
  [ErrorCode.ROOM_FULL]: plain(RoomFullError),
  [ErrorCode.ROOM_LOCKED]: plain(RoomLockedError),
  [ErrorCode.ROOM_ENDED]: plain(RoomEndedError),
  [ErrorCode.BANNED]: plain(BannedError),
  [ErrorCode.NODE_FULL]: unavailable,
  [ErrorCode.NODE_DRAINING]: unavailable,
  [ErrorCode.REGION_NOT_ALLOWED]: plain(RegionNotAllowedError),
  [ErrorCode.BAD_OFFER]: plain(BadOfferError),
  [ErrorCode.OFFER_NOT_SUPPORTED]: plain(OfferNotSupportedError),
  [ErrorCode.NO_SUCH_TRACK]: plain(NotFoundError),
  [ErrorCode.NO_SUCH_SLOT]: plain(NotFoundError),
  [ErrorCode.KIND_MISMATCH]: plain(KindMismatchError),
  [ErrorCode.LIMIT_EXCEEDED]: plain(LimitExceededError),
};

/** The SDK's error for one that a node sent; a code newer than this SDK becomes a plain BanyanError. */
export function errorOf(error: SignalError): BanyanError {
  const code = (ErrorCode[error.code] as string | undefined) ?? `CODE_${error.code}`;
  const maker = makers[error.code] as Maker | undefined;
  return maker ? maker(code, error) : new BanyanError(code, error.message);
}

/** As {@link errorOf}, where a node names only the code. */
export function errorOfCode(code: ErrorCode, message: string): BanyanError {
  return errorOf({ code, message, fatal: false, alternatives: [], retryAfterMillis: 0 } as unknown as SignalError);
}

const endings: Partial<Record<EndReason, string>> = {
  [EndReason.REPLACED]: 'Joined from somewhere else with the same identity.',
  [EndReason.KICKED]: 'Removed from the room.',
  [EndReason.ROOM_ENDED]: 'The room was ended.',
  [EndReason.PROTOCOL_ERROR]: 'The node ended the connection because of a protocol error.',
};

export function endedErrorOf(ended: Ended): EndedError {
  const code = (EndReason[ended.reason] as string | undefined) ?? `REASON_${ended.reason}`;
  return new EndedError(code, ended.detail || (endings[ended.reason] ?? 'The node ended the call.'));
}
