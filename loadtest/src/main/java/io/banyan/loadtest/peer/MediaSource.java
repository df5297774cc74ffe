package io.banyan.loadtest.peer;

import io.banyan.protocol.rtcp.RtcpPacket;
import java.util.List;

/** One published track: makes the packets that are due. Owned by the peer's loop. */
interface MediaSource {
    void poll(PacketOutput out, long nowNanos);

    /** Sends again what was asked for, if the SSRC is one of this track's. */
    void onNack(int ssrc, List<Integer> wireSeqs, PacketOutput out, long nowNanos);

    /** A key frame is due on this SSRC, if it is one of this track's. */
    void onKeyframeRequest(int ssrc);

    /** A key frame is due on this encoding. */
    void onKeyframeRequest(String rid);

    void collectReports(long ntp, long nowNanos, List<RtcpPacket> out);

    /** While muted nothing is sent. */
    void setMuted(boolean muted);

    /** Nobody speaks: only now and then a packet says so (RFC 7587 §3.1.3). Of sound. */
    default void setSpeaking(boolean speaking) {}

    SourceStats stats();
}
