package io.banyan.protocol.link;

import io.banyan.protocol.rtp.HeaderExtension;
import java.nio.ByteBuffer;

/** A packet's header extensions by what they mean, wherever they lie. */
public interface MediaExtensions {
    /** For packets that have none. */
    MediaExtensions NONE = new MediaExtensions() {
        private final ByteBuffer empty = ByteBuffer.allocate(0);

        @Override
        public ByteBuffer buffer() {
            return empty;
        }

        @Override
        public int extensionLength(HeaderExtension extension) {
            return -1;
        }

        @Override
        public int extensionOffset(HeaderExtension extension) {
            return 0;
        }
    };

    /** Where the values lie. */
    ByteBuffer buffer();

    /** Bytes of an extension's value, -1 if the packet has none. */
    int extensionLength(HeaderExtension extension);

    /** Where its value begins, absolute in the buffer. Asked only if the packet has it. */
    int extensionOffset(HeaderExtension extension);
}
