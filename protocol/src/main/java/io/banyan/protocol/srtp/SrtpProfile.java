package io.banyan.protocol.srtp;

import org.jspecify.annotations.Nullable;

/** The protection profiles that we negotiate (RFC 5764 §4.1.2, RFC 7714 §14.2), in order of preference. */
public enum SrtpProfile {
    /** One pass over the packet, and hardware does most of it. */
    AEAD_AES_128_GCM(0x0007, 16, 12, 16, 16),
    /** What every WebRTC client must offer (RFC 8827 §6.5). */
    AES_CM_128_HMAC_SHA1_80(0x0001, 16, 14, 10, 10);

    /** The word of E-flag and index at the end of every SRTCP packet (RFC 3711 §3.4). */
    static final int RTCP_INDEX_BYTES = 4;

    private final int dtlsId;
    private final int keyBytes;
    private final int saltBytes;
    private final int rtpTagBytes;
    private final int rtcpTagBytes;

    SrtpProfile(int dtlsId, int keyBytes, int saltBytes, int rtpTagBytes, int rtcpTagBytes) {
        this.dtlsId = dtlsId;
        this.keyBytes = keyBytes;
        this.saltBytes = saltBytes;
        this.rtpTagBytes = rtpTagBytes;
        this.rtcpTagBytes = rtcpTagBytes;
    }

    /**
     * @return the profile of that number in the {@code use_srtp} extension, or null for one that we do not speak
     */
    public static @Nullable SrtpProfile ofDtlsId(int dtlsId) {
        for (SrtpProfile profile : values()) {
            if (profile.dtlsId == dtlsId) {
                return profile;
            }
        }
        return null;
    }

    /** The number of this profile in the {@code use_srtp} extension, 16 bits. */
    public int dtlsId() {
        return dtlsId;
    }

    /** Length of the master key. */
    public int keyBytes() {
        return keyBytes;
    }

    /** Length of the master salt. */
    public int saltBytes() {
        return saltBytes;
    }

    /** What sealing adds to an RTP packet. */
    public int rtpOverheadBytes() {
        return rtpTagBytes;
    }

    /** What sealing adds to an RTCP packet. */
    public int rtcpOverheadBytes() {
        return rtcpTagBytes + RTCP_INDEX_BYTES;
    }
}
