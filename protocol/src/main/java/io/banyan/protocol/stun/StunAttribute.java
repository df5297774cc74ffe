package io.banyan.protocol.stun;

/**
 * Attribute types that Banyan reads or writes (RFC 8489 §14, RFC 8445 §16.1), and the one method it knows.
 *
 * <p>Types below {@code 0x8000} must be understood by who receives them; others may be skipped.
 */
public final class StunAttribute {
    public static final int MAPPED_ADDRESS = 0x0001;
    public static final int USERNAME = 0x0006;
    public static final int MESSAGE_INTEGRITY = 0x0008;
    public static final int ERROR_CODE = 0x0009;
    public static final int UNKNOWN_ATTRIBUTES = 0x000A;
    public static final int REALM = 0x0014;
    public static final int NONCE = 0x0015;
    public static final int XOR_MAPPED_ADDRESS = 0x0020;
    public static final int PRIORITY = 0x0024;
    public static final int USE_CANDIDATE = 0x0025;
    public static final int SOFTWARE = 0x8022;
    public static final int FINGERPRINT = 0x8028;
    public static final int ICE_CONTROLLED = 0x8029;
    public static final int ICE_CONTROLLING = 0x802A;

    /** The Binding method (RFC 8489 §3). */
    public static final int BINDING = 0x001;

    private StunAttribute() {}

    /** Whether a request with this attribute must be refused (420) by who does not know it (RFC 8489 §14). */
    static boolean isRequired(int type) {
        return type < 0x8000;
    }

    static boolean isKnown(int type) {
        return switch (type) {
            case MAPPED_ADDRESS,
                    USERNAME,
                    MESSAGE_INTEGRITY,
                    ERROR_CODE,
                    UNKNOWN_ATTRIBUTES,
                    REALM,
                    NONCE,
                    XOR_MAPPED_ADDRESS,
                    PRIORITY,
                    USE_CANDIDATE,
                    SOFTWARE,
                    FINGERPRINT,
                    ICE_CONTROLLED,
                    ICE_CONTROLLING -> true;
            default -> false;
        };
    }
}
