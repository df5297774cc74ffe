import type { Grants as WireGrants } from '../signal/gen/banyan/signal/v1/signal_pb.js';
import { sourceOf, type TrackSource } from './model.js';

/** What one may do in the room: as the token says, or as somebody with the grant `admin` has decided since. */
export interface Grants {
  readonly publish: readonly TrackSource[];
  readonly subscribe: boolean;
  readonly updateSelf: boolean;
  readonly admin: boolean;
}

/** Before the node has said anything. */
export const NO_GRANTS: Grants = { publish: [], subscribe: false, updateSelf: false, admin: false };

export function grantsOf(grants: WireGrants | undefined): Grants {
  if (!grants) return NO_GRANTS;
  const { publish, subscribe, updateSelf, admin } = grants;
  return { publish: publish.map(sourceOf), subscribe, updateSelf, admin };
}
