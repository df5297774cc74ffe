/**
 * The backbone link between two media loops: its frames, sealed datagrams, repair, congestion control and liveness, as
 * {@code docs/backbone.md} lays them out. No sockets, no clocks, no handshakes: keys come in as bytes, time as an argument.
 */
@NullMarked
package io.banyan.protocol.link;

import org.jspecify.annotations.NullMarked;
