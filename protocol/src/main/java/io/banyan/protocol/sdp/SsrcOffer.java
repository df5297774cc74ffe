package io.banyan.protocol.sdp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the SSRCs that a client announces on one m-line (RFC 5576 §4, RFC 4588 §8.2). */
final class SsrcOffer {
    /** Three layers, each with retransmissions and error correction, and as much again. */
    private static final int MAX_SSRCS = 18;

    private SsrcOffer() {}

    static List<AnnouncedSsrc> read(MediaDescription media) {
        Set<Integer> ssrcs = new LinkedHashSet<>();
        for (String value : media.attributes("ssrc")) {
            int space = value.indexOf(' ');
            long ssrc = Numbers.parseLong(space < 0 ? value : value.substring(0, space), 0xFFFF_FFFFL);
            if (ssrc > 0 && ssrcs.size() < MAX_SSRCS) {
                ssrcs.add((int) ssrc);
            }
        }
        Map<Integer, Integer> rtxByMedia = new HashMap<>();
        Set<Integer> dependent = new HashSet<>();
        for (String value : media.attributes("ssrc-group")) {
            String[] words = value.split(" ", 4);
            // Of other groups (FEC-FR) the second is no stream of its own either; SIM groups streams that are.
            if (words.length == 3 && !words[0].equals("SIM")) {
                int first = (int) Numbers.parseLong(words[1], 0xFFFF_FFFFL);
                int second = (int) Numbers.parseLong(words[2], 0xFFFF_FFFFL);
                if (ssrcs.contains(first) && ssrcs.contains(second) && first != second) {
                    dependent.add(second);
                    if (words[0].equals("FID")) {
                        rtxByMedia.putIfAbsent(first, second);
                    }
                }
            }
        }
        List<AnnouncedSsrc> announced = new ArrayList<>();
        for (int ssrc : ssrcs) {
            if (!dependent.contains(ssrc)) {
                announced.add(new AnnouncedSsrc(ssrc, rtxByMedia.getOrDefault(ssrc, 0)));
            }
        }
        return announced;
    }
}
