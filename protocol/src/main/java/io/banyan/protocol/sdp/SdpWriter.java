package io.banyan.protocol.sdp;

import java.util.List;

/** Writes a {@link SessionDescription} in the order that RFC 8866 §9 prescribes. */
final class SdpWriter {
    private SdpWriter() {}

    static String write(SessionDescription description) {
        StringBuilder out = new StringBuilder(1024);
        out.append("v=0\r\no=").append(description.origin()).append("\r\ns=-\r\nt=0 0\r\n");
        writeAttributes(description.attributes(), out);
        for (MediaDescription media : description.media()) {
            out.append("m=").append(media.type()).append(' ').append(media.port());
            out.append(' ').append(media.protocol());
            for (String format : media.formats()) {
                out.append(' ').append(format);
            }
            // ICE replaces the address; this is the form that RFC 8829 §5.2.1 gives for "none".
            out.append("\r\nc=IN IP4 0.0.0.0\r\n");
            writeAttributes(media.attributes(), out);
        }
        return out.toString();
    }

    private static void writeAttributes(List<SdpAttribute> attributes, StringBuilder out) {
        for (SdpAttribute attribute : attributes) {
            out.append("a=").append(attribute.name());
            if (!attribute.value().isEmpty()) {
                out.append(':').append(attribute.value());
            }
            out.append("\r\n");
        }
    }
}
