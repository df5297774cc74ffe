package io.banyan.node.media.room;

import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.sdp.NegotiatedMedia;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The extension ids of a whole bundle: an id means the same on every m-line of it (RFC 8843 §9.1). */
final class BundleExtensions {
    private static final int MAX_ID = 255;

    private BundleExtensions() {}

    /** All that any of the m-lines negotiated. */
    static ExtensionMap of(List<NegotiatedMedia> media) {
        Map<Integer, HeaderExtension> all = new HashMap<>();
        for (NegotiatedMedia line : media) {
            for (int id = 1; id <= MAX_ID; id++) {
                HeaderExtension extension = line.extensions().at(id);
                if (extension != null) {
                    all.putIfAbsent(id, extension);
                }
            }
        }
        return ExtensionMap.of(all);
    }
}
