package io.banyan.protocol.id;

/**
 * One ICE + DTLS + SRTP path between a client and this node. A participant may have several (it has two while it moves),
 * so media commands always name a transport, never just a participant.
 *
 * @param loop index of the media loop that owns it, 0 to 255; part of the id, so that a command finds its loop without a
 *     table
 * @param serial unique within this life of the node, positive
 */
public record TransportId(int loop, long serial) {
    public TransportId {
        if (loop < 0 || loop > 255 || serial <= 0) {
            throw new IllegalArgumentException("loop must be 0 to 255 and serial positive");
        }
    }

    @Override
    public String toString() {
        return loop + ":" + serial;
    }
}
