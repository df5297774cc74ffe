package io.banyan.node.media.forward;

import io.banyan.node.media.receive.PacketSlot;
import java.nio.ByteBuffer;

/** What has to change at the beginning of a codec's payload, so that a decoder sees one stream over all sources. */
interface PayloadRewriter {
    /** Codecs whose payload counts nothing, or whose decoders do not mind. */
    PayloadRewriter NONE = new PayloadRewriter() {
        @Override
        public void begin() {}

        @Override
        public void rewrite(PacketSlot slot, Rewritten out) {}

        @Override
        public void skip(PacketSlot slot) {}

        @Override
        public int write(PacketSlot slot, Rewritten rewritten, ByteBuffer out, int offset) {
            return 0;
        }
    };

    /** The next packet is another source's. */
    void begin();

    /** Decides the values of a packet that is sent for the first time. */
    void rewrite(PacketSlot slot, Rewritten out);

    /** A packet of the present source is left out. */
    void skip(PacketSlot slot);

    /**
     * Writes the payload's first bytes, changed.
     *
     * @param out has room for them
     * @return how many of the payload's bytes they replace, which is how many were written
     */
    int write(PacketSlot slot, Rewritten rewritten, ByteBuffer out, int offset);
}
