package io.banyan.protocol.sdp;

import io.banyan.protocol.sdp.NegotiationResult.Rejected;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold of an offer's m-lines before any of them is looked into. */
final class OfferChecker {
    /** The longest that a one-byte header extension carries (RFC 8285 §4.2). */
    private static final int MAX_MID_CHARS = 16;

    private OfferChecker() {}

    static @Nullable Rejected check(SessionDescription offer, int maxMedia, @Nullable NegotiatedSession previous) {
        int lines = offer.media().size();
        if (lines == 0) {
            return new Rejected(RejectReason.MALFORMED, "an offer has at least one m-line");
        }
        if (lines > maxMedia) {
            return new Rejected(RejectReason.TOO_MANY_MEDIA, lines + " m-lines, of at most " + maxMedia);
        }
        if (previous != null && lines < previous.mids().size()) {
            return new Rejected(
                    RejectReason.CHANGED_MEDIA,
                    lines + " m-lines after " + previous.mids().size() + ": they are stopped, never removed");
        }
        Set<String> bundled = bundledMids(offer);
        Set<String> mids = new HashSet<>();
        for (int i = 0; i < lines; i++) {
            MediaDescription media = offer.media().get(i);
            if (!media.isStopped()) {
                Rejected rejected = check(i, media, bundled, mids, previous);
                if (rejected != null) {
                    return rejected;
                }
            }
        }
        return null;
    }

    /** The mids of the offer's first BUNDLE group, in its order. */
    static Set<String> bundledMids(SessionDescription offer) {
        for (String group : offer.attributes("group")) {
            if (group.startsWith("BUNDLE ")) {
                List<String> words = Arrays.asList(group.split(" ", -1));
                return new LinkedHashSet<>(words.subList(1, words.size()));
            }
        }
        return Set.of();
    }

    private static @Nullable Rejected check(
            int index,
            MediaDescription media,
            Set<String> bundled,
            Set<String> mids,
            @Nullable NegotiatedSession previous) {
        String mid = media.mid();
        if (mid == null || !isMid(mid)) {
            return new Rejected(
                    RejectReason.BAD_MID, "m-line " + index + " has no a=mid of 1 to " + MAX_MID_CHARS + " characters");
        }
        if (!mids.add(mid)) {
            return new Rejected(RejectReason.BAD_MID, "mid " + mid + " twice");
        }
        if (!bundled.contains(mid)) {
            return new Rejected(RejectReason.NO_BUNDLE, "mid " + mid + " is not in the BUNDLE group");
        }
        if (isRtp(media) && !media.has("rtcp-mux")) {
            return new Rejected(RejectReason.NO_RTCP_MUX, "mid " + mid + " has no a=rtcp-mux");
        }
        return previous == null ? null : checkAgainst(previous, index, media, mid);
    }

    private static @Nullable Rejected checkAgainst(
            NegotiatedSession previous, int index, MediaDescription media, String mid) {
        int before = previous.mids().indexOf(mid);
        String occupant = index < previous.mids().size() ? previous.mids().get(index) : "";
        if ((before >= 0 && before != index) || (!occupant.isEmpty() && !occupant.equals(mid))) {
            return new Rejected(RejectReason.CHANGED_MEDIA, "mid " + mid + " is not on the m-line it was on");
        }
        NegotiatedMedia line = previous.byMid(mid);
        if (line != null && MediaLines.kindOf(media) != line.kind()) {
            return new Rejected(RejectReason.CHANGED_MEDIA, "mid " + mid + " changed its kind");
        }
        return null;
    }

    static boolean isRtp(MediaDescription media) {
        return media.type().equals("audio") || media.type().equals("video");
    }

    private static boolean isMid(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_MID_CHARS
                && text.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != ';' && c != ',');
    }
}
