/**
 * From whom each node takes a track: pure functions of who is in the room. No threads, no clock, no media; the loops obey
 * what comes out of here.
 */
@NullMarked
package io.banyan.node.mesh.tree;

import org.jspecify.annotations.NullMarked;
