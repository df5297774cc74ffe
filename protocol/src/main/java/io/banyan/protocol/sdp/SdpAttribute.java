package io.banyan.protocol.sdp;

/**
 * One {@code a=} line (RFC 8866 §5.13).
 *
 * @param name what stands before the colon
 * @param value what stands behind it; empty for a property attribute
 */
public record SdpAttribute(String name, String value) {
    public SdpAttribute {
        requireOneLine(name);
        requireOneLine(value);
    }

    /** A property attribute, such as {@code a=rtcp-mux}. */
    public static SdpAttribute of(String name) {
        return new SdpAttribute(name, "");
    }

    public static SdpAttribute of(String name, String value) {
        return new SdpAttribute(name, value);
    }

    /** @throws IllegalArgumentException for text that would end the line it is put on */
    static void requireOneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == '\0') {
                throw new IllegalArgumentException("no line breaks within a line of SDP");
            }
        }
    }
}
