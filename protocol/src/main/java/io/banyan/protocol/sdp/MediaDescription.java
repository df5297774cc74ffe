package io.banyan.protocol.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One m-line and what follows it (RFC 8866 §5.14). Immutable.
 *
 * @param type {@code audio}, {@code video}, {@code application} …
 * @param port 0 to 65535; 0 means rejected or stopped, unless {@code a=bundle-only} stands below
 * @param protocol such as {@code UDP/TLS/RTP/SAVPF}
 * @param formats payload types, or what the protocol has in their place
 * @param attributes in their order
 */
public record MediaDescription(
        String type, int port, String protocol, List<String> formats, List<SdpAttribute> attributes) {
    public MediaDescription {
        SdpAttribute.requireOneLine(type);
        SdpAttribute.requireOneLine(protocol);
        formats.forEach(SdpAttribute::requireOneLine);
        formats = List.copyOf(formats);
        attributes = List.copyOf(attributes);
    }

    /** The value of the first attribute of this name, or null. */
    public @Nullable String attribute(String name) {
        return Attributes.first(attributes, name);
    }

    /** The values of all attributes of this name, in their order. */
    public List<String> attributes(String name) {
        return Attributes.all(attributes, name);
    }

    public boolean has(String name) {
        return attribute(name) != null;
    }

    /** {@code a=mid} (RFC 5888 §4), or null. */
    public @Nullable String mid() {
        return attribute("mid");
    }

    /** Whether nothing flows here: port 0, but not because it only shares another line's (RFC 9143 §6). */
    public boolean isStopped() {
        return port == 0 && !has("bundle-only");
    }
}
