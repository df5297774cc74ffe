import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import * as errors from '../errors.js';
import { endedErrorOf, errorOf, errorOfCode } from './errorMapping.js';
import { EndedSchema, EndReason, ErrorCode, ErrorSchema } from './gen/banyan/signal/v1/signal_pb.js';
import { reactionTo } from './reaction.js';

const expected: [ErrorCode, new (...args: never[]) => errors.BanyanError, string][] = [
  [ErrorCode.INTERNAL, errors.NodeFailureError, 'retry'],
  [ErrorCode.BAD_MESSAGE, errors.ProtocolError, 'give-up'],
  [ErrorCode.MESSAGE_TOO_LARGE, errors.ProtocolError, 'give-up'],
  [ErrorCode.RATE_LIMITED, errors.RateLimitedError, 'retry'],
  [ErrorCode.TIMEOUT, errors.TimeoutError, 'retry'],
  [ErrorCode.TOKEN_INVALID, errors.TokenInvalidError, 'give-up'],
  [ErrorCode.TOKEN_EXPIRED, errors.TokenExpiredError, 'give-up'],
  [ErrorCode.TOKEN_UNKNOWN_KEY, errors.TokenUnknownKeyError, 'give-up'],
  [ErrorCode.TOKEN_WRONG_ROOM, errors.TokenWrongRoomError, 'give-up'],
  [ErrorCode.NOT_GRANTED, errors.NotGrantedError, 'give-up'],
  [ErrorCode.REJOIN, errors.RejoinRequiredError, 'rejoin'],
  [ErrorCode.ROOM_FULL, errors.RoomFullError, 'give-up'],
  [ErrorCode.ROOM_LOCKED, errors.RoomLockedError, 'give-up'],
  [ErrorCode.ROOM_ENDED, errors.RoomEndedError, 'give-up'],
  [ErrorCode.BANNED, errors.BannedError, 'give-up'],
  [ErrorCode.NODE_FULL, errors.NodeUnavailableError, 'elsewhere'],
  [ErrorCode.NODE_DRAINING, errors.NodeUnavailableError, 'elsewhere'],
  [ErrorCode.REGION_NOT_ALLOWED, errors.RegionNotAllowedError, 'give-up'],
  [ErrorCode.BAD_OFFER, errors.BadOfferError, 'give-up'],
  [ErrorCode.OFFER_NOT_SUPPORTED, errors.OfferNotSupportedError, 'give-up'],
  [ErrorCode.NO_SUCH_TRACK, errors.NotFoundError, 'retry'],
  [ErrorCode.NO_SUCH_SLOT, errors.NotFoundError, 'retry'],
  [ErrorCode.KIND_MISMATCH, errors.KindMismatchError, 'retry'],
  [ErrorCode.LIMIT_EXCEEDED, errors.LimitExceededError, 'retry'],
];

describe('errors', () => {
  it.each(expected)('of code %i have a class and a reaction of their own', (code, type, reaction) => {
    const error = errorOf(create(ErrorSchema, { code, message: 'why', alternatives: ['a'], retryAfterMillis: 7 }));
    expect(error).toBeInstanceOf(type);
    expect(error).toBeInstanceOf(errors.BanyanError);
    expect(error).toMatchObject({ code: ErrorCode[code], message: 'why', name: type.name });
    expect(reactionTo(error)).toBe(reaction);
  });

  it('leave no code of the protocol out', () => {
    const codes = Object.values(ErrorCode).filter((code) => typeof code === 'number' && code !== ErrorCode.UNSPECIFIED);
    expect(expected.map(([code]) => code).sort()).toEqual(codes.sort());
  });

  it('carry what to do', () => {
    const message = { message: '', alternatives: ['a', 'b'], retryAfterMillis: 900 };
    expect(errorOf(create(ErrorSchema, { ...message, code: ErrorCode.NODE_FULL }))).toMatchObject({
      alternatives: ['a', 'b'],
      retryAfterMillis: 900,
    });
    expect(errorOf(create(ErrorSchema, { ...message, code: ErrorCode.RATE_LIMITED }))).toMatchObject({
      retryAfterMillis: 900,
    });
  });

  it('survive codes of newer nodes', () => {
    expect(errorOfCode(999 as ErrorCode, 'new')).toMatchObject({ code: 'CODE_999', message: 'new' });
    expect(endedErrorOf(create(EndedSchema, { reason: 99 as EndReason })).code).toBe('REASON_99');
  });

  it('say why a call ended', () => {
    expect(endedErrorOf(create(EndedSchema, { reason: EndReason.KICKED }))).toMatchObject({
      code: 'KICKED',
      message: 'Removed from the room.',
    });
  });
});
