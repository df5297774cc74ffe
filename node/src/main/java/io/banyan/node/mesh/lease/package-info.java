/**
 * Who lives and who is reached: heartbeats between regions, on straight ways and through third regions. Rooms are no
 * concern of this package.
 */
@NullMarked
package io.banyan.node.mesh.lease;

import org.jspecify.annotations.NullMarked;
