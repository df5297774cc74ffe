/**
 * One room in one region: its parts, what other regions know of them, what is told to whom. Which regions there are is told
 * by the directory, who lives by the leases.
 */
@NullMarked
package io.banyan.node.mesh.room;

import org.jspecify.annotations.NullMarked;
