/**
 * What one node owns of a room and how it is told: versions, signed entries, merging, the clock that orders joins. Pure
 * values and single-owner mechanisms; no actor, no socket and no clock comes in here.
 */
@NullMarked
package io.banyan.node.mesh.part;

import org.jspecify.annotations.NullMarked;
