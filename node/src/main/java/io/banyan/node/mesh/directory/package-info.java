/**
 * Which regions a room is in: the directory's entries at a region, and a node's registrations at others. Parts are no
 * concern of this package.
 */
@NullMarked
package io.banyan.node.mesh.directory;

import org.jspecify.annotations.NullMarked;
