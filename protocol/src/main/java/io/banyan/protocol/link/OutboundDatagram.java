package io.banyan.protocol.link;

import java.nio.ByteBuffer;

/** The datagram that frames are being packed into. */
final class OutboundDatagram {
    /** Goes through every path that carries WebRTC at all; frames are packed together up to here. */
    static final int PACKED_BYTES = 1200;

    /** An Ethernet frame's worth of IPv4: a client's packet that came in one goes on in one, alone if need be. */
    static final int MAX_BYTES = 1472;

    static final int FRAMES_AT = LinkDatagram.HEADER_BYTES + LinkDatagram.SEND_TIME_BYTES;

    /** Longest frames of a datagram, so that their repair fits one too. */
    static final int MAX_FRAMES_BYTES = MAX_BYTES - LinkDatagram.OVERHEAD_BYTES - RepairFrame.HEADER_BYTES;

    private static final int PACKED_END = PACKED_BYTES - LinkDatagram.TAG_BYTES;
    private static final int MAX_END = MAX_BYTES - LinkDatagram.TAG_BYTES;

    private final byte[] array = new byte[MAX_BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(array);
    private int end = FRAMES_AT;
    private boolean repairable;

    /** Whether frames of this many bytes go in beside what is there. */
    boolean hasRoomFor(int bytes) {
        return end + bytes <= (isEmpty() ? MAX_END : PACKED_END);
    }

    boolean isEmpty() {
        return end == FRAMES_AT;
    }

    /** Bytes that may still be added. */
    int room() {
        return Math.max(0, (isEmpty() ? MAX_END : PACKED_END) - end);
    }

    ByteBuffer buffer() {
        return buffer;
    }

    byte[] array() {
        return array;
    }

    /** Absolute, where the next frame goes. */
    int end() {
        return end;
    }

    /** Takes what was written from {@link #end} on. */
    void append(int bytes) {
        end += bytes;
    }

    /** Something is in it that is sent again if it is lost. */
    void markRepairable() {
        repairable = true;
    }

    boolean isRepairable() {
        return repairable;
    }

    void clear() {
        end = FRAMES_AT;
        repairable = false;
    }
}
