package io.banyan.loadtest.peer;

import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.MediaKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the one offer of a peer: its tracks first, then its slots, audio before video in each pair. */
final class PeerOffer {
    private static final String CNAME = "synthetic";

    private final IceCredentials credentials;
    private final Fingerprint fingerprint;
    private final boolean reportsArrivals;
    private final List<String> lines = new ArrayList<>();
    private final List<String> mids = new ArrayList<>();

    PeerOffer(IceCredentials credentials, Fingerprint fingerprint) {
        this(credentials, fingerprint, true);
    }

    /** @param reportsArrivals by transport-wide feedback */
    PeerOffer(IceCredentials credentials, Fingerprint fingerprint, boolean reportsArrivals) {
        this.credentials = credentials;
        this.fingerprint = fingerprint;
        this.reportsArrivals = reportsArrivals;
    }

    String nextMid() {
        return Integer.toString(mids.size());
    }

    /** An m-line that sends; its streams all have {@link #nextMid} as their mid. */
    void addTrack(MediaKind kind, String trackName, List<StreamIds> streams) {
        begin(kind, "sendonly");
        lines.add("a=msid:" + CNAME + ' ' + trackName);
        if (streams.size() > 1) {
            for (StreamIds stream : streams) {
                lines.add("a=rid:" + stream.rid() + " send");
            }
            lines.add("a=simulcast:send " + streams.stream().map(StreamIds::rid).collect(Collectors.joining(";")));
        } else {
            announce(streams.getFirst());
        }
    }

    void addSlot(MediaKind kind) {
        begin(kind, "recvonly");
    }

    String sdp() {
        List<String> head = List.of(
                "v=0",
                "o=- 4611731400430051336 2 IN IP4 127.0.0.1",
                "s=-",
                "t=0 0",
                "a=group:BUNDLE " + String.join(" ", mids),
                "a=extmap-allow-mixed",
                "a=msid-semantic: WMS");
        return String.join("\r\n", head) + "\r\n" + String.join("\r\n", lines) + "\r\n";
    }

    private void begin(MediaKind kind, String direction) {
        boolean isAudio = kind == MediaKind.AUDIO;
        lines.add(
                isAudio
                        ? "m=audio 9 UDP/TLS/RTP/SAVPF " + PeerNumbers.OPUS + ' ' + PeerNumbers.RED
                        : "m=video 9 UDP/TLS/RTP/SAVPF " + PeerNumbers.VP8 + ' ' + PeerNumbers.VP8_RTX);
        lines.add("c=IN IP4 0.0.0.0");
        lines.add("a=rtcp:9 IN IP4 0.0.0.0");
        lines.add("a=ice-ufrag:" + credentials.ufrag());
        lines.add("a=ice-pwd:" + credentials.password());
        lines.add("a=ice-options:trickle");
        lines.add("a=fingerprint:" + fingerprint.toSdp());
        lines.add("a=setup:actpass");
        lines.add("a=mid:" + nextMid());
        mids.add(nextMid());
        PeerNumbers.EXTENSIONS.entrySet().stream()
                .filter(extension -> isFor(extension.getValue(), kind))
                .map(extension -> "a=extmap:" + extension.getKey() + ' '
                        + extension.getValue().uri())
                .sorted()
                .forEach(lines::add);
        lines.add("a=" + direction);
        lines.add("a=rtcp-mux");
        lines.add("a=rtcp-rsize");
        if (isAudio) {
            lines.add("a=rtpmap:" + PeerNumbers.OPUS + " opus/48000/2");
            if (reportsArrivals) {
                lines.add("a=rtcp-fb:" + PeerNumbers.OPUS + " transport-cc");
            }
            lines.add("a=fmtp:" + PeerNumbers.OPUS + " minptime=10;useinbandfec=1");
            lines.add("a=rtpmap:" + PeerNumbers.RED + " red/48000/2");
            lines.add("a=fmtp:" + PeerNumbers.RED + ' ' + PeerNumbers.OPUS + '/' + PeerNumbers.OPUS);
        } else {
            lines.add("a=rtpmap:" + PeerNumbers.VP8 + " VP8/90000");
            List<String> all = List.of("transport-cc", "ccm fir", "nack", "nack pli");
            for (String feedback : reportsArrivals ? all : all.subList(1, all.size())) {
                lines.add("a=rtcp-fb:" + PeerNumbers.VP8 + ' ' + feedback);
            }
            lines.add("a=rtpmap:" + PeerNumbers.VP8_RTX + " rtx/90000");
            lines.add("a=fmtp:" + PeerNumbers.VP8_RTX + " apt=" + PeerNumbers.VP8);
        }
    }

    private boolean isFor(HeaderExtension extension, MediaKind kind) {
        return switch (extension) {
            case TRANSPORT_CC -> reportsArrivals;
            case AUDIO_LEVEL -> kind == MediaKind.AUDIO;
            case RID, REPAIRED_RID -> kind == MediaKind.VIDEO;
            default -> true;
        };
    }

    private void announce(StreamIds stream) {
        String ssrc = Integer.toUnsignedString(stream.ssrc());
        if (stream.hasRtx()) {
            String rtx = Integer.toUnsignedString(stream.rtxSsrc());
            lines.add("a=ssrc-group:FID " + ssrc + ' ' + rtx);
            lines.add("a=ssrc:" + ssrc + " cname:" + CNAME);
            lines.add("a=ssrc:" + rtx + " cname:" + CNAME);
        } else {
            lines.add("a=ssrc:" + ssrc + " cname:" + CNAME);
        }
    }
}
