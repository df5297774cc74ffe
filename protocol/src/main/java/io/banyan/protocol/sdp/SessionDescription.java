package io.banyan.protocol.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session description, as much of it as WebRTC uses (RFC 8866, RFC 8829 §5). Immutable.
 *
 * @param origin the value of {@code o=}
 * @param attributes of the session, in their order
 * @param media the m-lines
 */
public record SessionDescription(String origin, List<SdpAttribute> attributes, List<MediaDescription> media) {
    /** A browser's offer of 100 slots with every codec it has is 300 kB. */
    public static final int MAX_CHARS = 512 * 1024;

    public static final int MAX_MEDIA = 256;
    /** The longest line a browser writes is an m-line with every payload type: 400 characters. */
    public static final int MAX_LINE_CHARS = 8 * 1024;

    /** Of the session or of one m-line; the longest lists that browsers write have 150, candidates included. */
    public static final int MAX_ATTRIBUTES = 1000;

    public SessionDescription {
        SdpAttribute.requireOneLine(origin);
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    /** Reads a description; null if it is malformed or beyond a limit. Never throws. */
    public static @Nullable SessionDescription parse(String text) {
        return new SdpParser(text).parse() instanceof SdpParser.Parsed(var description) ? description : null;
    }

    /** The value of the first session attribute of this name, or null. */
    public @Nullable String attribute(String name) {
        return Attributes.first(attributes, name);
    }

    /** The values of all session attributes of this name, in their order. */
    public List<String> attributes(String name) {
        return Attributes.all(attributes, name);
    }

    public boolean has(String name) {
        return attribute(name) != null;
    }

    /** The first value of an attribute that may stand on the session or on its m-lines, such as {@code ice-ufrag}. */
    public @Nullable String anywhere(String name) {
        String value = attribute(name);
        for (int i = 0; value == null && i < media.size(); i++) {
            value = media.get(i).attribute(name);
        }
        return value;
    }

    /** As a browser's {@code setRemoteDescription} reads it: lines end with CR LF. */
    public String toSdp() {
        return SdpWriter.write(this);
    }
}
