/**
 * What transport-wide feedback is made of and what it tells: how much the way to a client carries. Numbers
 * in, numbers out: no packets, no Netty, no streams.
 */
@NullMarked
package io.banyan.node.media.congestion;

import org.jspecify.annotations.NullMarked;
