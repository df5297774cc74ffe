/**
 * What a publisher sends, from the decrypted packet to the track's sinks: rings, loss repair, key frame requests,
 * statistics. Knows nothing of subscribers, sockets or congestion control.
 */
@NullMarked
package io.banyan.node.media.receive;

import org.jspecify.annotations.NullMarked;
