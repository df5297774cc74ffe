package io.banyan.node.media.receive;

import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.HeaderExtensions;
import io.banyan.protocol.rtp.RtpView;
import io.banyan.protocol.sdp.AnnouncedSsrc;
import io.banyan.protocol.sdp.NegotiatedMedia;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which stream an SSRC of one transport is (RFC 8843 §9.2, RFC 8852 §3). Looking up changes nothing; a new SSRC is
 * bound only once a packet of it was authenticated. An encoding has one SSRC and one for retransmissions, a new one
 * replaces the old: the table is no larger than what was negotiated. Owned by a media loop.
 */
public final class StreamTable {
    /** More lines of {@code a=ssrc} than this no client needs; the rest is found by mid and rid. */
    static final int MAX_ANNOUNCED = 256;

    private final HeaderExtensions reader = new HeaderExtensions();
    /** A few dozen at most, looked through for each packet: no boxing, one cache line or two. */
    private RtpStream[] streams = new RtpStream[0];

    private final Map<String, TrackReceiver> byMid = new HashMap<>();
    private final Map<Integer, Announced> announced = new HashMap<>();

    private record Announced(String mid, boolean retransmissions) {}

    /** Receives a track on an m-line; what was received there before ends. */
    public void add(String mid, TrackReceiver track) {
        remove(mid);
        byMid.put(mid, track);
    }

    /** Ends what is received on an m-line. */
    public void remove(String mid) {
        TrackReceiver track = byMid.remove(mid);
        streams = Arrays.stream(streams)
                .filter(stream -> stream.encoding().track() != track)
                .toArray(RtpStream[]::new);
    }

    /** The track of an m-line, or null. */
    public @Nullable TrackReceiver track(String mid) {
        return byMid.get(mid);
    }

    /**
     * Takes over what the newest offer's {@code a=ssrc} lines say of an m-line (RFC 5576; the second SSRC of an FID group
     * is one of retransmissions, RFC 4588 §8.8).
     */
    public void announce(NegotiatedMedia media) {
        announced.values().removeIf(other -> other.mid.equals(media.mid()));
        for (AnnouncedSsrc line : media.announcedSsrcs()) {
            announce(line.ssrc(), media.mid(), false);
            if (line.hasRtx()) {
                announce(line.rtxSsrc(), media.mid(), true);
            }
        }
    }

    private void announce(int ssrc, String mid, boolean retransmissions) {
        if (announced.size() < MAX_ANNOUNCED) {
            announced.put(ssrc, new Announced(mid, retransmissions));
        }
    }

    /** The stream that was bound to an SSRC, or null. */
    public @Nullable RtpStream find(int ssrc) {
        for (RtpStream stream : streams) {
            if (stream.ssrc() == ssrc) {
                return stream;
            }
        }
        return null;
    }

    /** The encoding that an SSRC is of, for what RTCP says about it; null if unknown or of retransmissions. */
    public @Nullable EncodingReceiver findEncoding(int ssrc) {
        RtpStream stream = find(ssrc);
        return stream == null || stream.isRtx() ? null : stream.encoding();
    }

    /**
     * Binds the SSRC of an authenticated packet that {@link #find} did not know.
     *
     * @param packet in the clear
     * @param transportExtensions the numbering of all the transport's m-lines
     * @return null: no m-line claims it
     */
    public @Nullable RtpStream bind(RtpView packet, ExtensionMap transportExtensions) {
        String mid = text(packet, transportExtensions, HeaderExtension.MID);
        Announced line = announced.get(packet.ssrc());
        if (mid == null && line != null) {
            mid = line.mid;
        }
        TrackReceiver track = mid == null ? null : byMid.get(mid);
        if (track == null) {
            return null;
        }
        String repaired = text(packet, transportExtensions, HeaderExtension.REPAIRED_RID);
        String rid = repaired != null ? repaired : text(packet, transportExtensions, HeaderExtension.RID);
        EncodingReceiver encoding = encodingOf(track, rid);
        if (encoding == null) {
            return null;
        }
        boolean isRtx = repaired != null
                || (line != null && line.retransmissions)
                || track.settings().payloadTypes().isRtx(packet.payloadType());
        return bind(packet.ssrc(), encoding, isRtx);
    }

    private static @Nullable EncodingReceiver encodingOf(TrackReceiver track, @Nullable String rid) {
        if (track.encodings().size() == 1) {
            // One encoding needs no rid; a client may send one all the same.
            return track.encodings().getFirst();
        }
        return rid == null ? null : track.encoding(rid);
    }

    private RtpStream bind(int ssrc, EncodingReceiver encoding, boolean isRtx) {
        List<RtpStream> bound = new ArrayList<>(Arrays.asList(streams));
        bound.removeIf(other -> other.ssrc() == ssrc || (other.encoding() == encoding && other.isRtx() == isRtx));
        RtpStream stream = new RtpStream(encoding, isRtx, ssrc);
        bound.add(stream);
        streams = bound.toArray(RtpStream[]::new);
        if (!isRtx) {
            encoding.bind(ssrc);
        }
        return stream;
    }

    private @Nullable String text(RtpView packet, ExtensionMap numbering, HeaderExtension extension) {
        int id = numbering.idOf(extension);
        return id != 0 && reader.find(packet, id) ? reader.valueText() : null;
    }
}
