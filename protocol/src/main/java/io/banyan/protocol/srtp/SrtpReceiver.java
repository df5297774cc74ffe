package io.banyan.protocol.srtp;

import java.nio.ByteBuffer;

/**
 * Opens the RTP and RTCP that the other end of a transport sends: one master key, many sources. Owned by one thread.
 *
 * <p>State about a source begins, and its replay window moves, only once a packet has authenticated, so that nobody
 * without the key can make a receiver remember anything (RFC 3711 §3.3).
 */
public final class SrtpReceiver implements AutoCloseable {
    /**
     * Sources that one receiver keeps state for. A client has a few dozen at a time and takes new numbers whenever it
     * publishes anew; a source is never forgotten, since its packets could then be replayed.
     */
    public static final int MAX_SOURCES = 1024;

    /**
     * At 2,000 packets a second, which is video of 20 Mbit/s, this is half a second of lateness: more than any resend that
     * is still of use.
     */
    private static final int RTP_WINDOW = 1024;

    /** SRTCP is rare; RFC 3711 §3.3.2 asks for 64 at least. */
    private static final int RTCP_WINDOW = 128;

    private final SrtpProfile profile;
    private final SrtpCipher cipher;
    private final int maxSources;
    private final SourceTable<ReplayWindow> rtpSources = new SourceTable<>();
    private final SourceTable<ReplayWindow> rtcpSources = new SourceTable<>();

    /** A receiver with the cipher of the JDK. */
    public SrtpReceiver(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        this(profile, SrtpCipherSuite.jdk().create(profile, masterKey, masterSalt), MAX_SOURCES);
    }

    /**
     * @param cipher of that profile, used by nobody else
     * @param maxSources of RTP, and as many of RTCP; those beyond are refused
     */
    public SrtpReceiver(SrtpProfile profile, SrtpCipher cipher, int maxSources) {
        this.profile = profile;
        this.cipher = cipher;
        this.maxSources = maxSources;
    }

    /**
     * Opens an SRTP packet. {@code out} may be {@code in} at the same offset; otherwise the two may not overlap. What was
     * refused leaves {@code in} and {@code out} as they were.
     *
     * @param length of the sealed packet in bytes
     * @return length of the plain packet, or a {@link SrtpFailure#code()}
     */
    public int unprotectRtp(ByteBuffer in, int inOffset, int length, ByteBuffer out, int outOffset) {
        int headerLength = RtpHeader.length(in, inOffset, length);
        int plainLength = length - profile.rtpOverheadBytes();
        if (headerLength < 0 || plainLength < headerLength) {
            return SrtpFailure.MALFORMED.code();
        }
        if (!fits(plainLength, out, outOffset)) {
            return SrtpFailure.NO_ROOM.code();
        }
        int ssrc = RtpHeader.ssrc(in, inOffset);
        int wireSeq = RtpHeader.seq(in, inOffset);
        ReplayWindow window = rtpSources.get(ssrc);
        if (window == null && rtpSources.size() >= maxSources) {
            return SrtpFailure.TOO_MANY_SOURCES.code();
        }
        // RFC 3711 §3.3.1: the first packet of a source is of its first rollover period.
        long index = window == null ? wireSeq : PacketIndex.guess(window.highest(), wireSeq);
        if (window != null && !window.isFresh(index)) {
            return SrtpFailure.REPLAYED.code();
        }
        if (!cipher.openRtp(index, ssrc, in, inOffset, headerLength, length, out, outOffset)) {
            return SrtpFailure.AUTH_FAILED.code();
        }
        if (window == null) {
            window = new ReplayWindow(RTP_WINDOW);
            rtpSources.put(ssrc, window);
        }
        window.accept(index);
        return plainLength;
    }

    /**
     * Opens an SRTCP packet, encrypted or only authenticated. Buffers and result as with {@link #unprotectRtp}.
     *
     * @param length of the sealed packet in bytes
     * @return length of the plain packet, or a {@link SrtpFailure#code()}
     */
    public int unprotectRtcp(ByteBuffer in, int inOffset, int length, ByteBuffer out, int outOffset) {
        int plainLength = length - profile.rtcpOverheadBytes();
        if (plainLength < RtcpHeader.BYTES || !RtcpHeader.isRtcp(in, inOffset, length)) {
            return SrtpFailure.MALFORMED.code();
        }
        if (!fits(plainLength, out, outOffset)) {
            return SrtpFailure.NO_ROOM.code();
        }
        int ssrc = RtcpHeader.ssrc(in, inOffset);
        int index = cipher.rtcpIndex(in, inOffset, length);
        ReplayWindow window = rtcpSources.get(ssrc);
        if (window == null && rtcpSources.size() >= maxSources) {
            return SrtpFailure.TOO_MANY_SOURCES.code();
        }
        if (window != null && !window.isFresh(index)) {
            return SrtpFailure.REPLAYED.code();
        }
        if (!cipher.openRtcp(ssrc, in, inOffset, length, out, outOffset)) {
            return SrtpFailure.AUTH_FAILED.code();
        }
        if (window == null) {
            window = new ReplayWindow(RTCP_WINDOW);
            rtcpSources.put(ssrc, window);
        }
        window.accept(index);
        return plainLength;
    }

    /** Frees the cipher; nothing may be asked of it afterwards. By its thread, and as often as one likes. */
    @Override
    public void close() {
        cipher.close();
    }

    private static boolean fits(int plainLength, ByteBuffer out, int outOffset) {
        return outOffset >= 0 && plainLength <= out.limit() - outOffset;
    }
}
