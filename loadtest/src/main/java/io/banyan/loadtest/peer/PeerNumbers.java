package io.banyan.loadtest.peer;

import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.HeaderExtension;
import java.util.Map;

/** The numbers that a peer's offer gives to codecs and extensions: unlike the mesh's own, so that a mix-up shows. */
final class PeerNumbers {
    static final int OPUS = 111;
    static final int RED = 63;
    static final int VP8 = 96;
    static final int VP8_RTX = 97;

    static final int AUDIO_CLOCK = 48_000;
    static final int VIDEO_CLOCK = 90_000;

    /** In the order of the offer. */
    static final Map<Integer, HeaderExtension> EXTENSIONS = Map.of(
            3, HeaderExtension.TRANSPORT_CC,
            4, HeaderExtension.MID,
            10, HeaderExtension.RID,
            11, HeaderExtension.REPAIRED_RID,
            2, HeaderExtension.ABS_SEND_TIME,
            1, HeaderExtension.AUDIO_LEVEL);

    static final ExtensionMap EXTENSION_MAP = ExtensionMap.of(EXTENSIONS);

    private PeerNumbers() {}
}
