package io.banyan.protocol.sdp;

import io.banyan.protocol.rtp.CodecId;
import java.util.List;

/**
 * A codec that the client offered on an m-line and that we take.
 *
 * @param payloadType the client's number
 * @param rtxPayloadType the client's number for its retransmissions, or -1
 * @param answeredParameters what the answer's {@code a=fmtp} says; empty: no such line
 * @param feedback what the answer's {@code a=rtcp-fb} lines say
 */
record OfferedCodec(
        int payloadType, CodecId codec, int rtxPayloadType, String answeredParameters, List<String> feedback) {}
