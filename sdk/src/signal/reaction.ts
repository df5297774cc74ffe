import {
  BadOfferError,
  type BanyanError,
  NodeUnavailableError,
  OfferNotSupportedError,
  ProtocolError,
  RateLimitedError,
  RejoinRequiredError,
  RoomRefusedError,
  TokenError,
  NotGrantedError,
  UnsupportedBrowserError,
} from '../errors.js';
import { EndReason } from './gen/banyan/signal/v1/signal_pb.js';

/** What to do about an error that ends a connection or refuses a join. */
export type Reaction = 'retry' | 'elsewhere' | 'rejoin' | 'give-up';

/** Errors that trying again cannot cure are given up on; everything unknown is tried again, within the time limits. */
export function reactionTo(error: BanyanError): Reaction {
  if (error instanceof RejoinRequiredError) return 'rejoin';
  if (error instanceof NodeUnavailableError) return 'elsewhere';
  const hopeless = [
    TokenError,
    NotGrantedError,
    RoomRefusedError,
    BadOfferError,
    OfferNotSupportedError,
    ProtocolError,
    UnsupportedBrowserError,
  ].some((type) => error instanceof type);
  return hopeless ? 'give-up' : 'retry';
}

/** At the earliest, as the node asked; 0 if it did not. */
export function retryAfterMillis(error: BanyanError): number {
  return error instanceof RateLimitedError || error instanceof NodeUnavailableError ? error.retryAfterMillis : 0;
}

/** The endings that a person did not want and that a new join undoes. */
export function rejoinsAfter(reason: EndReason): boolean {
  return (
    reason === EndReason.NODE_STOPPED || reason === EndReason.MEDIA_FAILED || reason === EndReason.RECONNECT_TIMEOUT
  );
}
