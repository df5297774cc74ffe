/**
 * A call that a node has with itself when it starts, so that its code is loaded and compiled before people come. Nothing
 * here knows of a real call.
 */
@NullMarked
package io.banyan.node.media.rehearsal;

import org.jspecify.annotations.NullMarked;
