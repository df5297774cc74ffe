package io.banyan.protocol.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads SDP within limits. It keeps {@code o=}, {@code m=} and {@code a=} lines; others must be well-formed and are
 * skipped, since WebRTC gives them no meaning (RFC 8829 §5.8).
 */
final class SdpParser {
    sealed interface Result {}

    record Parsed(SessionDescription description) implements Result {}

    record Refused(RejectReason reason, String text) implements Result {}

    private final String text;
    private String origin = "";
    private final List<SdpAttribute> sessionAttributes = new ArrayList<>();
    private final List<MediaDescription> media = new ArrayList<>();
    private @Nullable MediaDescription open;
    private List<SdpAttribute> attributes = sessionAttributes;

    SdpParser(String text) {
        this.text = text;
    }

    Result parse() {
        if (text.length() > SessionDescription.MAX_CHARS) {
            return new Refused(RejectReason.TOO_LARGE, "more than " + SessionDescription.MAX_CHARS + " characters");
        }
        if (!text.startsWith("v=0")) {
            return malformed(1, "an SDP begins with v=0");
        }
        int number = 0;
        int at = 0;
        while (at < text.length()) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            int next = end + 1;
            if (end > at && text.charAt(end - 1) == '\r') {
                end--;
            }
            number++;
            Refused refused = onLine(number, at, end);
            if (refused != null) {
                return refused;
            }
            at = next;
        }
        closeMedia();
        return new Parsed(new SessionDescription(origin, sessionAttributes, media));
    }

    private @Nullable Refused onLine(int number, int at, int end) {
        if (end == at) {
            return null;
        }
        if (end - at > SessionDescription.MAX_LINE_CHARS) {
            return new Refused(
                    RejectReason.TOO_LARGE,
                    "line " + number + " has more than " + SessionDescription.MAX_LINE_CHARS + " characters");
        }
        if (end - at < 2 || text.charAt(at + 1) != '=') {
            return malformed(number, "not of the form x=…");
        }
        for (int i = at; i < end; i++) {
            if (text.charAt(i) == '\r' || text.charAt(i) == '\0') {
                return malformed(number, "a control character");
            }
        }
        return switch (text.charAt(at)) {
            case 'a' -> onAttribute(number, at + 2, end);
            case 'm' -> onMedia(number, text.substring(at + 2, end));
            case 'o' -> {
                origin = text.substring(at + 2, end);
                yield null;
            }
            default -> null;
        };
    }

    private @Nullable Refused onAttribute(int number, int at, int end) {
        int colon = text.indexOf(':', at, end);
        int nameEnd = colon < 0 ? end : colon;
        if (nameEnd == at) {
            return malformed(number, "an attribute without a name");
        }
        if (attributes.size() == SessionDescription.MAX_ATTRIBUTES) {
            return new Refused(
                    RejectReason.TOO_LARGE,
                    "more than " + SessionDescription.MAX_ATTRIBUTES + " attributes of one m-line");
        }
        String value = colon < 0 ? "" : text.substring(colon + 1, end);
        attributes.add(new SdpAttribute(text.substring(at, nameEnd), value));
        return null;
    }

    private @Nullable Refused onMedia(int number, String value) {
        closeMedia();
        if (media.size() == SessionDescription.MAX_MEDIA) {
            return new Refused(RejectReason.TOO_MANY_MEDIA, "more than " + SessionDescription.MAX_MEDIA + " m-lines");
        }
        List<String> words = List.of(value.strip().split(" ", -1));
        int port = words.size() < 4 || words.contains("") ? -1 : Numbers.parse(words.get(1), 65_535);
        if (port < 0) {
            return malformed(number, "an m-line has a type, a port, a protocol and formats");
        }
        attributes = new ArrayList<>();
        open = new MediaDescription(words.get(0), port, words.get(2), words.subList(3, words.size()), List.of());
        return null;
    }

    private void closeMedia() {
        if (open != null) {
            media.add(new MediaDescription(open.type(), open.port(), open.protocol(), open.formats(), attributes));
            open = null;
        }
    }

    private static Refused malformed(int number, String why) {
        return new Refused(RejectReason.MALFORMED, "line " + number + ": " + why);
    }
}
