/**
 * A room over regions, as state machines: time and messages in, messages out. No actor, no socket, no thread and no clock
 * comes in here; below this package are the parts, the leases, the rooms, the directory and the authority.
 */
@NullMarked
package io.banyan.node.mesh;

import org.jspecify.annotations.NullMarked;
