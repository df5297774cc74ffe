package io.banyan.node.media.receive;

/**
 * One SSRC that a publisher sends: an encoding's packets, or their retransmissions. Owned by a media loop.
 *
 * <p>To receive a packet: {@link #reserve} a slot, decrypt into it, and if it was authentic {@link #accept} it.
 */
public final class RtpStream {
    private final EncodingReceiver encoding;
    private final boolean retransmissions;
    private final int ssrc;

    RtpStream(EncodingReceiver encoding, boolean retransmissions, int ssrc) {
        this.encoding = encoding;
        this.retransmissions = retransmissions;
        this.ssrc = ssrc;
    }

    public EncodingReceiver encoding() {
        return encoding;
    }

    /** Whether it carries retransmissions (RFC 4588). */
    public boolean isRtx() {
        return retransmissions;
    }

    public int ssrc() {
        return ssrc;
    }

    /** Where to decrypt the next packet to. */
    public PacketSlot reserve() {
        return encoding.reserve();
    }

    /**
     * Takes the packet in the reserved slot.
     *
     * @param length of the packet in the clear
     */
    public void accept(PacketSlot reserved, int length, long nowNanos) {
        if (retransmissions) {
            encoding.onRetransmission(reserved, length, nowNanos);
        } else {
            boolean _ = encoding.onPacket(reserved, length, nowNanos);
        }
    }

    /** Takes a packet that was decrypted elsewhere, by copying it. */
    public void acceptCopy(PacketSlot elsewhere, int length, long nowNanos) {
        PacketSlot reserved = reserve();
        reserved.buffer().put(reserved.offset(), elsewhere.buffer(), elsewhere.offset(), length);
        accept(reserved, length, nowNanos);
    }
}
