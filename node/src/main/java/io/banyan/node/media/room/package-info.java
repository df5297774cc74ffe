/**
 * What a loop carries of each room: peers, their tracks, their slots. Composition only: every mechanism is a class of its
 * own, most of them in the sibling packages.
 */
@NullMarked
package io.banyan.node.media.room;

import org.jspecify.annotations.NullMarked;
