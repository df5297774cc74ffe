package io.banyan.protocol.srtp;

import java.nio.ByteBuffer;

/**
 * Seals the RTP and RTCP that one end of a transport sends: one master key, any number of sources. Owned by one thread.
 *
 * <p>A number that lies before the highest one sealed of its source is sealed by the rollover counter it belongs to, so a
 * packet may be sent again as it was. It must then be the same packet, byte for byte: the same index with other bytes
 * gives the key stream away (RFC 3711 §9.1, RFC 7714 §10.1). Nothing here can notice that; what differs goes out by RTX.
 *
 * <p>A source should begin below 32,768 ({@link #FIRST_SEQ_LIMIT}), and not step over as many numbers at once: else a
 * receiver that lost the packets around a wrap takes the wrong rollover counter, and nothing opens any more.
 */
public final class SrtpSender implements AutoCloseable {
    /** First sequence numbers of a source lie below this, so that early loss cannot hide a rollover (RFC 3711 §3.3.1). */
    public static final int FIRST_SEQ_LIMIT = 1 << 15;

    /** Indexes of SRTCP have 31 bits (RFC 3711 §3.4). */
    private static final int MAX_RTCP_INDEX = Integer.MAX_VALUE;

    private final SrtpProfile profile;
    private final SrtpCipher cipher;
    private final SourceTable<Highest> sources = new SourceTable<>();

    /**
     * Counts the SRTCP packets of every source together. RFC 3711 §3.4 counts each source's own; a gap looks like loss to
     * a receiver, which does not mind, and one counter can never give an index twice.
     */
    private int nextRtcpIndex;

    private boolean rtcpExhausted;

    /** A sender with the cipher of the JDK. */
    public SrtpSender(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        this(profile, SrtpCipherSuite.jdk().create(profile, masterKey, masterSalt));
    }

    /**
     * @param cipher of that profile, used by nobody else
     */
    public SrtpSender(SrtpProfile profile, SrtpCipher cipher) {
        this.profile = profile;
        this.cipher = cipher;
    }

    /**
     * Seals an RTP packet. {@code out} may be {@code in} at the same offset; otherwise the two may not overlap.
     *
     * @param length of the plain packet in bytes
     * @return length of the sealed packet, {@link SrtpProfile#rtpOverheadBytes()} more; -1 if it does not fit
     * @throws IllegalStateException if this is no RTP packet, or its number lies before the source's first
     */
    public int protectRtp(ByteBuffer in, int inOffset, int length, ByteBuffer out, int outOffset) {
        int headerLength = RtpHeader.length(in, inOffset, length);
        if (headerLength < 0) {
            throw new IllegalStateException("not an RTP packet");
        }
        if (!fits(length + profile.rtpOverheadBytes(), out, outOffset)) {
            return -1;
        }
        int ssrc = RtpHeader.ssrc(in, inOffset);
        return cipher.sealRtp(
                indexOf(ssrc, RtpHeader.seq(in, inOffset)), ssrc, in, inOffset, headerLength, length, out, outOffset);
    }

    /**
     * Seals an RTCP packet, compound or of reduced size. {@code out} may be {@code in} at the same offset; otherwise the
     * two may not overlap.
     *
     * @param length of the plain packet in bytes
     * @return length of the sealed packet, {@link SrtpProfile#rtcpOverheadBytes()} more; -1 if it does not fit
     * @throws IllegalStateException if this is no RTCP packet, or 2^31 were sealed under this key
     */
    public int protectRtcp(ByteBuffer in, int inOffset, int length, ByteBuffer out, int outOffset) {
        if (!RtcpHeader.isRtcp(in, inOffset, length)) {
            throw new IllegalStateException("not an RTCP packet");
        }
        if (!fits(length + profile.rtcpOverheadBytes(), out, outOffset)) {
            return -1;
        }
        return cipher.sealRtcp(takeRtcpIndex(), RtcpHeader.ssrc(in, inOffset), in, inOffset, length, out, outOffset);
    }

    private long indexOf(int ssrc, int wireSeq) {
        Highest source = sources.get(ssrc);
        if (source == null) {
            source = new Highest(wireSeq);
            sources.put(ssrc, source);
            return wireSeq;
        }
        long index = PacketIndex.guess(source.index, wireSeq);
        if (index < 0) {
            throw new IllegalStateException("number " + wireSeq + " lies before the first of its source");
        }
        if (index > source.index) {
            source.index = index;
        }
        return index;
    }

    private int takeRtcpIndex() {
        if (rtcpExhausted) {
            throw new IllegalStateException("2^31 SRTCP packets under one key");
        }
        int index = nextRtcpIndex;
        if (index == MAX_RTCP_INDEX) {
            rtcpExhausted = true;
        } else {
            nextRtcpIndex = index + 1;
        }
        return index;
    }

    /** Frees the cipher; nothing may be asked of it afterwards. By its thread, and as often as one likes. */
    @Override
    public void close() {
        cipher.close();
    }

    private static boolean fits(int sealedLength, ByteBuffer out, int outOffset) {
        return outOffset >= 0 && sealedLength <= out.limit() - outOffset;
    }

    /** The highest index sealed of one source. */
    private static final class Highest {
        private long index;

        private Highest(long index) {
            this.index = index;
        }
    }
}
