package io.banyan.protocol.rtp;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The RTP header extensions that the mesh knows, each with the id it has on every link, whatever a client calls it. */
public enum HeaderExtension {
    /** RFC 9143 §15: which m-line the packet belongs to. */
    MID(1, "urn:ietf:params:rtp-hdrext:sdes:mid"),
    /** RFC 8852 §4.1: which simulcast encoding. */
    RID(2, "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"),
    /** RFC 8852 §4.2: which encoding a retransmission repairs. */
    REPAIRED_RID(3, "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"),
    /** {@link AbsSendTime}. */
    ABS_SEND_TIME(4, "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"),
    /** draft-holmer-rmcat-transport-wide-cc-extensions-01 §2: a 16-bit number per packet of the transport. */
    TRANSPORT_CC(5, "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"),
    /** {@link AudioLevel}. */
    AUDIO_LEVEL(6, "urn:ietf:params:rtp-hdrext:ssrc-audio-level"),
    /** AV1 RTP specification, appendix A; any codec may use it. */
    DEPENDENCY_DESCRIPTOR(7, "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension"),
    /** {@link AbsCaptureTime}. */
    ABS_CAPTURE_TIME(8, "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time"),
    /** {@link PlayoutDelay}. */
    PLAYOUT_DELAY(9, "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"),
    /** 3GPP TS 26.114 §7.4.5: camera, flip and rotation in one byte. */
    VIDEO_ORIENTATION(10, "urn:3gpp:video-orientation");

    /** One more than the largest id of the one-byte form (RFC 8285 §4.2). */
    static final int NUMBERS = 15;

    private static final @Nullable HeaderExtension[] BY_NUMBER = new @Nullable HeaderExtension[NUMBERS];
    private static final Map<String, HeaderExtension> BY_URI = new HashMap<>();

    static {
        for (HeaderExtension extension : values()) {
            BY_NUMBER[extension.number] = extension;
            BY_URI.put(extension.uri, extension);
        }
    }

    private final int number;
    private final String uri;

    HeaderExtension(int number, String uri) {
        this.number = number;
        this.uri = uri;
    }

    /** The canonical id, 1 to 14 so that the one-byte form can carry it; part of the links' wire format. */
    public int number() {
        return number;
    }

    /** The name of {@code a=extmap} (RFC 8285 §5). */
    public String uri() {
        return uri;
    }

    /** The extension of a canonical id, or null if there is none. */
    public static @Nullable HeaderExtension ofNumber(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    /** The extension of an {@code a=extmap} URI, or null if we do not know it. */
    public static @Nullable HeaderExtension ofUri(String uri) {
        return BY_URI.get(uri);
    }
}
