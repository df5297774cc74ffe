package io.banyan.protocol.payload;

import java.nio.ByteBuffer;

/**
 * A reusable view of an H.264 payload (RFC 6184 §5.2): a single NAL unit, several in one packet (STAP-A, §5.7.1), or a
 * part of one (FU-A, §5.8). Not thread-safe.
 *
 * <p>The forms of the interleaved mode (STAP-B, MTAP, FU-B) are malformed here: nobody in WebRTC negotiates it
 * (RFC 7742 §6.2).
 */
public final class H264Payload {
    static final int SLICE_IDR = 5;
    static final int SPS = 7;
    static final int PPS = 8;
    private static final int LAST_SINGLE = 23;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;

    private int firstNalType;
    private int nalTypes;
    private boolean fragment;
    private boolean fragmentStart;
    private boolean fragmentEnd;

    /**
     * Reads a payload's NAL unit headers.
     *
     * @return whether it is well-formed; if not, the view must not be read
     */
    public boolean read(ByteBuffer buffer, int offset, int length) {
        if (length < 1) {
            return false;
        }
        int type = buffer.get(offset) & 0x1f;
        fragment = false;
        fragmentStart = false;
        fragmentEnd = false;
        nalTypes = 0;
        firstNalType = type;
        if (type >= 1 && type <= LAST_SINGLE) {
            nalTypes = 1 << type;
            return true;
        }
        return switch (type) {
            case STAP_A -> readAggregate(buffer, offset + 1, offset + length);
            case FU_A -> readFragment(buffer, offset, length);
            default -> false;
        };
    }

    /** The type of the only, first or fragmented NAL unit, 1 to 23. */
    public int firstNalType() {
        return firstNalType;
    }

    /** Whether the packet is a part of a NAL unit. */
    public boolean isFragment() {
        return fragment;
    }

    /** Whether the packet is the first part of a NAL unit; false if it holds whole ones. */
    public boolean isFragmentStart() {
        return fragmentStart;
    }

    /** Whether the packet is the last part of a NAL unit; false if it holds whole ones. */
    public boolean isFragmentEnd() {
        return fragmentEnd;
    }

    /** Whether a sequence parameter set begins in this packet. */
    public boolean hasSps() {
        return begins(SPS);
    }

    /** Whether a picture parameter set begins in this packet. */
    public boolean hasPps() {
        return begins(PPS);
    }

    /** Whether a slice of an IDR picture begins in this packet. */
    public boolean hasIdrStart() {
        return begins(SLICE_IDR);
    }

    /**
     * Whether decoding can begin with this packet: a sequence parameter set, or a slice of an IDR picture for senders
     * that state their parameter sets out of band. Later slices of a key frame say so too.
     */
    public boolean isKeyframeStart() {
        return hasSps() || hasIdrStart();
    }

    private boolean begins(int type) {
        return (!fragment || fragmentStart) && (nalTypes & (1 << type)) != 0;
    }

    private boolean readAggregate(ByteBuffer buffer, int offset, int end) {
        int at = offset;
        while (at < end) {
            if (at + 2 > end) {
                return false;
            }
            int size = buffer.getShort(at) & 0xffff;
            at += 2;
            if (size == 0 || at + size > end) {
                return false;
            }
            int type = buffer.get(at) & 0x1f;
            if (nalTypes == 0) {
                firstNalType = type;
            }
            nalTypes |= 1 << type;
            at += size;
        }
        return nalTypes != 0;
    }

    private boolean readFragment(ByteBuffer buffer, int offset, int length) {
        if (length < 2) {
            return false;
        }
        int header = buffer.get(offset + 1);
        fragment = true;
        fragmentStart = (header & 0x80) != 0;
        fragmentEnd = (header & 0x40) != 0;
        firstNalType = header & 0x1f;
        nalTypes = 1 << firstNalType;
        return !(fragmentStart && fragmentEnd); // RFC 6184 §5.8: never both
    }
}
