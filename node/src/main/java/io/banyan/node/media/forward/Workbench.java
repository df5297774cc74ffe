package io.banyan.node.media.forward;

import io.banyan.protocol.payload.Vp8Descriptor;
import io.banyan.protocol.rtp.ExtensionWriter;
import io.banyan.protocol.rtp.RtpHeaderWriter;
import java.nio.ByteBuffer;

/**
 * What a copy of a packet is put together with. One for all slots of a loop, since one packet is at work at a time: a
 * slot's own would be out of the processor's cache whenever its turn comes, and take memory for each subscriber. Nothing
 * in it outlives the packet. Owned by a media loop.
 */
public final class Workbench {
    /** A header with every extension, the OSN and a payload descriptor. */
    private static final int HEADER_BYTES = 1_200;

    /** Where the first part of a packet is laid. */
    final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);

    final RtpHeaderWriter headers = new RtpHeaderWriter();
    final ExtensionWriter extensions = new ExtensionWriter();
    final Rewritten rewritten = new Rewritten();
    final Vp8Descriptor vp8 = new Vp8Descriptor();
    /** A dependency descriptor that is changed. */
    final ByteBuffer descriptor = ByteBuffer.allocate(FrameNumberRewriter.MAX_COPY_BYTES);
}
