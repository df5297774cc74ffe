/**
 * Links of a loop to other loops, of this node or of others: what is taken from a parent, what is given to children, and
 * who asks whom for what. Bytes, repair and congestion of a link are {@code io.banyan.protocol.link}'s; rooms are not
 * known here.
 */
@NullMarked
package io.banyan.node.media.link;

import org.jspecify.annotations.NullMarked;
