package io.banyan.protocol.rtcp;

/**
 * A well-framed packet that we do not read (APP, XR, other feedback). It cannot be written.
 *
 * @param packetType 0 to 255
 * @param format the five bits that count reports or name the feedback message
 */
public record Unknown(int packetType, int format) implements RtcpPacket {}
