package io.banyan.loadtest.peer;

import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.ice.Candidate;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.sdp.MediaDescription;
import io.banyan.protocol.sdp.SessionDescription;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a peer reads off a node's answer.
 *
 * @param candidates most preferred first
 */
record PeerAnswer(
        IceCredentials credentials,
        Fingerprint fingerprint,
        List<InetSocketAddress> candidates,
        List<AnsweredSlot> slots) {

    /** @throws IllegalStateException if it is not an answer that a peer can go by: the node is wrong */
    static PeerAnswer read(String sdp) {
        SessionDescription answer = SessionDescription.parse(sdp);
        if (answer == null) {
            throw new IllegalStateException("the answer cannot be parsed: " + sdp);
        }
        if (!answer.has("ice-lite")) {
            throw new IllegalStateException("the node is not ice-lite");
        }
        Fingerprint fingerprint = Fingerprint.parse(required(answer, "fingerprint"));
        if (fingerprint == null) {
            throw new IllegalStateException("the answer has no fingerprint that can be compared");
        }
        List<AnsweredSlot> slots = new ArrayList<>();
        List<Candidate> candidates = new ArrayList<>();
        for (MediaDescription media : answer.media()) {
            for (String value : media.attributes("candidate")) {
                Candidate candidate = Candidate.parse("candidate:" + value);
                if (candidate != null
                        && candidates.stream().noneMatch(c -> c.address().equals(candidate.address()))) {
                    candidates.add(candidate);
                }
            }
            AnsweredSlot slot = slot(media);
            if (slot != null) {
                slots.add(slot);
            }
        }
        candidates.sort((one, other) -> Long.compare(other.priority(), one.priority()));
        return new PeerAnswer(
                new IceCredentials(required(answer, "ice-ufrag"), required(answer, "ice-pwd")),
                fingerprint,
                candidates.stream().map(Candidate::address).toList(),
                slots);
    }

    private static String required(SessionDescription answer, String name) {
        String value = answer.anywhere(name);
        if (value == null) {
            throw new IllegalStateException("the answer has no " + name);
        }
        return value;
    }

    private static @Nullable AnsweredSlot slot(MediaDescription media) {
        String ssrcLine = media.attribute("ssrc");
        if (!media.has("sendonly") || media.isStopped() || ssrcLine == null) {
            return null;
        }
        int ssrc = Integer.parseUnsignedInt(ssrcLine.split(" ", 2)[0]);
        int rtxSsrc = 0;
        String group = media.attribute("ssrc-group");
        if (group != null && group.startsWith("FID ")) {
            String[] words = group.split(" ", -1);
            ssrc = Integer.parseUnsignedInt(words[1]);
            rtxSsrc = Integer.parseUnsignedInt(words[2]);
        }
        String msid = Objects.requireNonNullElse(media.attribute("msid"), "-");
        return new AnsweredSlot(
                Objects.requireNonNull(media.mid()),
                media.type().equals("audio") ? MediaKind.AUDIO : MediaKind.VIDEO,
                msid.split(" ", 2)[0],
                ssrc,
                rtxSsrc);
    }
}
