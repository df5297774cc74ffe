package io.banyan.protocol.sdp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The encodings that a client offers to send on one m-line (RFC 8853 §5.1, RFC 8851).
 *
 * @param rids in the order offered
 * @param pausedRids those that begin paused
 */
record SimulcastOffer(List<String> rids, Set<String> pausedRids) {
    static final SimulcastOffer NONE = new SimulcastOffer(List.of(), Set.of());

    /** One more than any browser sends; the rest of an offer's encodings are not answered and so not sent. */
    private static final int MAX_RIDS = 4;
    /** The longest that a one-byte header extension carries (RFC 8285 §4.2). */
    private static final int MAX_RID_CHARS = 16;

    static SimulcastOffer read(MediaDescription media) {
        Set<String> sent = new LinkedHashSet<>();
        for (String value : media.attributes("rid")) {
            String[] words = value.split(" ", 3);
            if (words.length >= 2 && words[1].equals("send") && isRid(words[0])) {
                sent.add(words[0]);
            }
        }
        String simulcast = media.attribute("simulcast");
        if (simulcast == null) {
            return sent.size() == 1 ? new SimulcastOffer(List.copyOf(sent), Set.of()) : NONE;
        }
        String[] words = simulcast.strip().split(" ", -1);
        for (int i = 0; i + 1 < words.length; i += 2) {
            if (words[i].equals("send")) {
                return ofStreams(words[i + 1], sent);
            }
        }
        return NONE;
    }

    private static SimulcastOffer ofStreams(String streams, Set<String> sent) {
        List<String> rids = new ArrayList<>();
        Set<String> paused = new HashSet<>();
        for (String alternatives : streams.split(";", -1)) {
            // Alternatives of one stream are of one size in other codecs; the first is the one liked best.
            String first = alternatives.split(",", 2)[0];
            boolean isPaused = first.startsWith("~");
            String rid = isPaused ? first.substring(1) : first;
            if (rids.size() < MAX_RIDS && sent.contains(rid) && !rids.contains(rid)) {
                rids.add(rid);
                if (isPaused) {
                    paused.add(rid);
                }
            }
        }
        return new SimulcastOffer(rids, paused);
    }

    private static boolean isRid(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_RID_CHARS
                && text.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_'));
    }
}
