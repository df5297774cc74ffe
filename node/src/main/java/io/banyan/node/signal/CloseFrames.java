package io.banyan.node.signal;

import java.time.Duration;
import org.apache.pekko.NotUsed;
import org.apache.pekko.event.Logging;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.impl.engine.ws.FrameEvent;
import org.apache.pekko.http.impl.engine.ws.FrameStart;
import org.apache.pekko.http.impl.engine.ws.UpgradeToWebSocketLowLevel;
import org.apache.pekko.http.impl.engine.ws.WebSocket$;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.http.scaladsl.settings.WebSocketSettings;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Graph;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;
import scala.Option;
import scala.concurrent.duration.FiniteDuration;

/**
 * Tells a client that closed its WebSocket from one whose TCP connection merely ended.
 *
 * <p>The public API completes the stream in the same way for a close frame of 1000 or 1001 and for a connection that ends
 * without any (the process was killed), but the first is gone and the second may come back. So the frames are watched on
 * their way into Pekko HTTP's own WebSocket stack. That is internal API: an upgrade that changes it does not compile.
 */
final class CloseFrames {
    private static final int CLOSE_OPCODE = 8;
    private static final int NORMAL_CLOSURE = 1000;
    private static final int GOING_AWAY = 1001;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final WebSocketSettings settings;
    private final LoggingAdapter log;

    CloseFrames(org.apache.pekko.actor.ActorSystem system) {
        this.settings = (WebSocketSettings) ServerSettings.create(system).getWebsocketSettings();
        this.log = Logging.getLogger(system, CloseFrames.class);
    }

    /**
     * Upgrades to {@code messages}.
     *
     * @param onCleanClose called before the stream completes, if the client said 1000, 1001 or no code at all
     */
    HttpResponse upgrade(
            WebSocketUpgrade upgrade,
            Flow<Message, Message, NotUsed> messages,
            Runnable onCleanClose,
            String protocol) {
        Flow<FrameEvent, FrameEvent, NotUsed> watched = Flow.of(FrameEvent.class)
                .map(frame -> {
                    if (frame instanceof FrameStart start && isCleanClose(start)) {
                        onCleanClose.run();
                    }
                    return frame;
                });
        Flow<org.apache.pekko.http.scaladsl.model.ws.Message, org.apache.pekko.http.scaladsl.model.ws.Message, NotUsed>
                handler = Flow.of(org.apache.pekko.http.scaladsl.model.ws.Message.class)
                        .map(message -> (Message) message)
                        .via(messages)
                        .map(Message::asScala);
        Flow<FrameEvent, FrameEvent, NotUsed> stack = watched.via(new BidiFlow<>(WebSocket$.MODULE$.stack(
                        true, settings, FiniteDuration.fromNanos(CLOSE_TIMEOUT.toNanos()), log))
                .join(handler));
        return ((UpgradeToWebSocketLowLevel) upgrade).handleFrames(anyMaterialized(stack), Option.apply(protocol));
    }

    /** What it materializes is nobody's concern. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // Scala's Any is Java's Object here, which javac does not see
    private static Graph<FlowShape<FrameEvent, FrameEvent>, Object> anyMaterialized(
            Flow<FrameEvent, FrameEvent, NotUsed> flow) {
        return (Graph) flow;
    }

    /** RFC 6455 §5.5.1: a code of two bytes, masked (§5.3), or none. */
    private static boolean isCleanClose(FrameStart frame) {
        if (frame.header().opcode().code() != CLOSE_OPCODE) {
            return false;
        }
        ByteString data = frame.data();
        if (data.size() < 2) {
            return data.isEmpty();
        }
        int mask = frame.header().mask().isDefined()
                ? (Integer) frame.header().mask().get()
                : 0;
        int code = (((data.apply(0) & 0xff) << 8) | (data.apply(1) & 0xff)) ^ (mask >>> 16);
        return code == NORMAL_CLOSURE || code == GOING_AWAY;
    }
}
