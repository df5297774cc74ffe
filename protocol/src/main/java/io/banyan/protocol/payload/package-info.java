/**
 * What stands between the RTP header and the coded picture: payload descriptors of the video codecs and the dependency
 * descriptor, read and patched in place. Nothing decodes here, and nothing remembers a stream.
 */
@NullMarked
package io.banyan.protocol.payload;

import org.jspecify.annotations.NullMarked;
