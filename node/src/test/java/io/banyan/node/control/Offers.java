package io.banyan.node.control;

import java.util.ArrayList;
import java.util.List;

/** Offers as browsers write them, with as little in them as negotiation needs. */
final class Offers {
    private final List<String> lines = new ArrayList<>();
    private String ufrag = "abcd";
    private int audios;
    private int videos;

    private Offers() {}

    static Offers empty() {
        return new Offers();
    }

    /** Microphone (mid "mic"), camera in three encodings (mid "cam"), and slots "a0", "v0", "a1", "v1". */
    static Offers usual() {
        return empty().microphone("mic").camera("cam").slots(2);
    }

    Offers microphone(String mid) {
        return audio(mid, "sendonly");
    }

    Offers camera(String mid) {
        return video(mid, "sendonly", "a=rid:q send\r\na=rid:h send\r\na=rid:f send\r\na=simulcast:send q;h;f\r\n");
    }

    /** So many pairs of slots. */
    Offers slots(int pairs) {
        for (int i = 0; i < pairs; i++) {
            audio("a" + audios++, "recvonly");
            video("v" + videos++, "recvonly", "");
        }
        return this;
    }

    Offers restartIce() {
        ufrag = "efgh" + lines.size();
        return this;
    }

    String toSdp() {
        StringBuilder sdp = new StringBuilder("v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE");
        lines.forEach(line -> sdp.append(' ').append(line, 0, line.indexOf('|')));
        sdp.append("\r\na=extmap-allow-mixed\r\n");
        lines.forEach(line -> sdp.append(line.substring(line.indexOf('|') + 1).replace("UFRAG", ufrag)));
        return sdp.toString();
    }

    private Offers audio(String mid, String direction) {
        lines.add(mid + "|m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\n" + common(mid, direction)
                + "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n");
        return this;
    }

    private Offers video(String mid, String direction, String simulcast) {
        lines.add(mid + "|m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\nc=IN IP4 0.0.0.0\r\n" + common(mid, direction)
                + "a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\n"
                + "a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n" + simulcast);
        return this;
    }

    private static String common(String mid, String direction) {
        return "a=ice-ufrag:UFRAG\r\na=ice-pwd:0123456789012345678901\r\n"
                + "a=fingerprint:sha-256 " + "01:".repeat(31) + "02\r\na=setup:actpass\r\na=mid:" + mid + "\r\n"
                + "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"
                + "a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n"
                + "a=" + direction + "\r\na=rtcp-mux\r\na=rtcp-rsize\r\n";
    }
}
