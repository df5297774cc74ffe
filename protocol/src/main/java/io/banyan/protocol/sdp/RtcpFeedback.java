package io.banyan.protocol.sdp;

/**
 * Which feedback was negotiated on an m-line ({@code a=rtcp-fb}, RFC 4585 §4.2): on a slot what the client may send us,
 * on a published line what we may send it.
 *
 * @param nack RFC 4585 §6.2.1
 * @param pli RFC 4585 §6.3.1
 * @param fir RFC 5104 §4.3.1
 * @param transportCc draft-holmer-rmcat-transport-wide-cc-extensions-01
 * @param remb draft-alvestrand-rmcat-remb; only without {@code transportCc}
 */
public record RtcpFeedback(boolean nack, boolean pli, boolean fir, boolean transportCc, boolean remb) {
    public static final RtcpFeedback NONE = new RtcpFeedback(false, false, false, false, false);
}
