/**
 * What a network does to a call, made on purpose: seeded models of loss, delay and rate, and real sockets in the middle
 * that apply them. Nothing here knows what a datagram or a byte of a stream means.
 */
@NullMarked
package io.banyan.loadtest.netem;

import org.jspecify.annotations.NullMarked;
