/**
 * The media loops of a node behind {@link io.banyan.node.plane.MediaPlane}: how many, where they listen, which room is on
 * which. Only wiring lives here; what a loop does is in the packages below.
 */
@NullMarked
package io.banyan.node.media;

import org.jspecify.annotations.NullMarked;
