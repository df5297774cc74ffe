package io.banyan.protocol.rtcp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link CompoundReader} reads, and makes no object for what comes all the time: reports and transport-wide
 * feedback. Names and farewells (SDES, BYE) are not looked into. Reusable; owned by one thread.
 */
public final class RtcpScanner {
    /** Takes the packets of a datagram, in order, after all of them were found to be well formed. */
    public interface Handler {
        /** What a sender report says of its sender's own stream. */
        void onSenderReport(int ssrc, long ntp, int rtpTimestamp, long nowNanos);

        /**
         * A report block of a sender's or receiver's report.
         *
         * @param block borrowed until this returns
         */
        void onReportBlock(ReportBlockView block, long nowNanos);

        /**
         * @param arrivals borrowed until this returns
         */
        void onTransportFeedback(TransportFeedback arrivals, long nowNanos);

        /** What is rare: {@link GenericNack}, {@link PictureLossIndication}, {@link FullIntraRequest}, {@link Remb}. */
        void onRequest(RtcpPacket request, long nowNanos);
    }

    private static final int NOWHERE = -1;

    private final ReportBlockView block = new ReportBlockView();
    private final TransportFeedback arrivals = TransportFeedback.empty();
    /** Where the packet begins that {@link #arrivals} was read from. */
    private int arrivalsAt = NOWHERE;

    /**
     * Reads the packets of one datagram.
     *
     * @param buffer big-endian
     * @return false if any of it is malformed; the handler was told nothing then
     */
    public boolean scan(ByteBuffer buffer, int offset, int length, Handler handler, long nowNanos) {
        arrivalsAt = NOWHERE;
        if (!CompoundReader.isFramed(buffer, offset, length)) {
            return false;
        }
        int end = offset + length;
        for (int at = offset; at < end; at += CompoundReader.packetBytes(buffer, at)) {
            if (!isWellFormed(buffer, at)) {
                return false;
            }
        }
        for (int at = offset; at < end; at += CompoundReader.packetBytes(buffer, at)) {
            handle(buffer, at, handler, nowNanos);
        }
        return true;
    }

    private boolean isWellFormed(ByteBuffer buffer, int at) {
        int body = CompoundReader.bodyBytes(buffer, at);
        int count = CompoundReader.count(buffer, at);
        return switch (CompoundReader.packetType(buffer, at)) {
            case RtcpHeader.SENDER_REPORT -> body >= SenderReport.FIXED_BYTES + count * ReportBlock.BYTES;
            case RtcpHeader.RECEIVER_REPORT -> body >= ReceiverReport.FIXED_BYTES + count * ReportBlock.BYTES;
            case RtcpHeader.TRANSPORT_FEEDBACK, RtcpHeader.PAYLOAD_FEEDBACK ->
                isArrivals(buffer, at) ? readArrivals(buffer, at, body) : CompoundReader.readPacket(buffer, at) != null;
            default -> true;
        };
    }

    private void handle(ByteBuffer buffer, int at, Handler handler, long nowNanos) {
        switch (CompoundReader.packetType(buffer, at)) {
            case RtcpHeader.SENDER_REPORT -> {
                handler.onSenderReport(buffer.getInt(at + 4), buffer.getLong(at + 8), buffer.getInt(at + 16), nowNanos);
                handleBlocks(buffer, at, at + SenderReport.FIXED_BYTES, handler, nowNanos);
            }
            case RtcpHeader.RECEIVER_REPORT ->
                handleBlocks(buffer, at, at + ReceiverReport.FIXED_BYTES, handler, nowNanos);
            case RtcpHeader.TRANSPORT_FEEDBACK, RtcpHeader.PAYLOAD_FEEDBACK -> {
                if (isArrivals(buffer, at)) {
                    readArrivals(buffer, at, CompoundReader.bodyBytes(buffer, at));
                    handler.onTransportFeedback(arrivals, nowNanos);
                } else {
                    handleRequest(CompoundReader.readPacket(buffer, at), handler, nowNanos);
                }
            }
            default -> {}
        }
    }

    private void handleBlocks(ByteBuffer buffer, int at, int blocks, Handler handler, long nowNanos) {
        int count = CompoundReader.count(buffer, at);
        for (int i = 0; i < count; i++) {
            handler.onReportBlock(block.wrap(buffer, blocks + i * ReportBlock.BYTES), nowNanos);
        }
    }

    private static void handleRequest(@Nullable RtcpPacket request, Handler handler, long nowNanos) {
        if (request != null && !(request instanceof Unknown)) {
            handler.onRequest(request, nowNanos);
        }
    }

    private static boolean isArrivals(ByteBuffer buffer, int at) {
        return CompoundReader.packetType(buffer, at) == RtcpHeader.TRANSPORT_FEEDBACK
                && CompoundReader.count(buffer, at) == TransportFeedbackFormat.FORMAT;
    }

    /** Mostly there is one in a datagram: then it is read once, though asked for twice. */
    private boolean readArrivals(ByteBuffer buffer, int at, int body) {
        if (arrivalsAt == at) {
            return true;
        }
        boolean isRead = TransportFeedbackFormat.read(buffer, at, body, arrivals);
        arrivalsAt = isRead ? at : NOWHERE;
        return isRead;
    }
}
