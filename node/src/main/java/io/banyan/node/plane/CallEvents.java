package io.banyan.node.plane;

import io.banyan.protocol.id.ConnectionId;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.SessionId;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Numbers this node's facts and hands each to every reader of the spine. Any thread may call. */
public final class CallEvents {
    private final NodeId node;
    private final long incarnation;
    private final InstantSource clock;
    private final List<CallEventSink> sinks;
    private final AtomicLong lastSequence = new AtomicLong();

    /**
     * @param incarnation which life of the node this is
     * @param sinks readers, each hears every fact
     */
    public CallEvents(NodeId node, long incarnation, InstantSource clock, List<CallEventSink> sinks) {
        this.node = node;
        this.incarnation = incarnation;
        this.clock = clock;
        this.sinks = List.copyOf(sinks);
    }

    /** Hands on what a client says of its reception. */
    public void tellReception(ClientReception reception) {
        for (CallEventSink sink : sinks) {
            sink.onReception(reception);
        }
    }

    /** Hands on how well media flows to or from one participant in this second. */
    public void tellScore(String direction, int scoreHundredths) {
        for (CallEventSink sink : sinks) {
            sink.onScore(direction, scoreHundredths);
        }
    }

    /** Hands on what the way to one subscriber carries in this second. */
    public void tellDownlink(DownlinkSample sample) {
        for (CallEventSink sink : sinks) {
            sink.onDownlink(sample);
        }
    }

    /** Records a fact. */
    public void emit(
            RoomId room,
            SessionId session,
            @Nullable ParticipantId participant,
            @Nullable ConnectionId connection,
            CallFact fact) {
        CallEvent event = new CallEvent(
                room,
                session,
                participant,
                connection,
                node,
                incarnation,
                lastSequence.incrementAndGet(),
                clock.millis(),
                fact);
        for (CallEventSink sink : sinks) {
            sink.accept(event);
        }
    }
}
