package io.banyan.protocol.sdp;

/**
 * A stream that the client announced by {@code a=ssrc} (RFC 5576). Chromium does so without simulcast, Firefox always.
 *
 * @param ssrc of the media
 * @param rtxSsrc of its retransmissions by {@code ssrc-group:FID}; 0: none
 */
public record AnnouncedSsrc(int ssrc, int rtxSsrc) {
    public boolean hasRtx() {
        return rtxSsrc != 0;
    }
}
