package io.banyan.protocol.stun;

/** The class of a STUN message: what role it plays in a transaction (RFC 8489 §5). */
public enum StunClass {
    REQUEST(0x000),
    INDICATION(0x010),
    SUCCESS(0x100),
    ERROR(0x110);

    private static final StunClass[] BY_BITS = {REQUEST, INDICATION, SUCCESS, ERROR};

    private final int typeBits;

    StunClass(int typeBits) {
        this.typeBits = typeBits;
    }

    /** C1 and C0 where they stand in the 14-bit message type. */
    int typeBits() {
        return typeBits;
    }

    /** The class in a 14-bit message type. */
    static StunClass ofType(int messageType) {
        return BY_BITS[(messageType >> 7 & 0b10) | (messageType >> 4 & 0b01)];
    }
}
