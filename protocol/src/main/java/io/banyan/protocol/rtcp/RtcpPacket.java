package io.banyan.protocol.rtcp;

/** One RTCP packet of a compound (RFC 3550 §6.1). All are immutable. SSRCs are ints of which all 32 bits are used. */
public sealed interface RtcpPacket
        permits SenderReport,
                ReceiverReport,
                SourceDescription,
                Goodbye,
                GenericNack,
                PictureLossIndication,
                FullIntraRequest,
                TransportFeedback,
                Remb,
                Unknown {}
