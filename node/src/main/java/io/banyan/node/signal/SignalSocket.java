package io.banyan.node.signal;

import io.banyan.cluster.HttpSettings;
import io.banyan.node.signal.SignalSession.FrameFault;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ws.BinaryMessage;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.PeerClosedConnectionException;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.StreamLimitReachedException;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.typed.javadsl.ActorSink;
import org.apache.pekko.util.ByteString;

/** Connects one WebSocket's two streams to its {@link SignalSession}: frames in one at a time, frames out by a bounded queue. */
final class SignalSocket {
    /** Frames that may wait for a slow client: a large room's roster changes of some seconds. */
    private static final int OUTBOX_FRAMES = 512;

    private final ActorSystem<?> system;
    private final HttpSettings settings;

    SignalSocket(ActorSystem<?> system, HttpSettings settings) {
        this.system = system;
        this.settings = settings;
    }

    /**
     * @param spawn starts the session's actor for a socket
     */
    Flow<Message, Message, NotUsed> open(Function<SignalSession.Socket, ActorRef<SignalSession.Command>> spawn) {
        Pair<BoundedSourceQueue<ByteString>, Source<ByteString, NotUsed>> outgoing =
                Source.<ByteString>queue(OUTBOX_FRAMES).preMaterialize(system);
        ActorRef<SignalSession.Command> session = spawn.apply(new QueuedSocket(outgoing.first()));
        Sink<Message, NotUsed> in = Flow.of(Message.class)
                .mapAsync(1, this::strict)
                .to(ActorSink.actorRefWithBackpressure(
                        session,
                        (ack, frame) -> frame.fault == null
                                ? new SignalSession.Frame(frame.bytes, ack)
                                : new SignalSession.BadFrame(frame.fault, ack),
                        SignalSession.SocketOpened::new,
                        Done.getInstance(),
                        new SignalSession.SocketClosed(true),
                        failure -> new SignalSession.SocketClosed(isGoingAway(failure))));
        Source<Message, NotUsed> out = outgoing.second().map(bytes -> (Message) BinaryMessage.create(bytes));
        return Flow.fromSinkAndSourceCoupled(in, out);
    }

    /** 1001: the tab was closed or went to another page. Everything else but 1000 is a connection lost. */
    private static boolean isGoingAway(Throwable failure) {
        return failure instanceof PeerClosedConnectionException closed && closed.closeCode() == 1001;
    }

    /** What a frame turned out to be: bytes, or a fault. */
    private record Incoming(
            ByteString bytes,
            @org.jspecify.annotations.Nullable FrameFault fault) {}

    private CompletionStage<Incoming> strict(Message message) {
        if (message.isText()) {
            message.asTextMessage().getStreamedText().runWith(Sink.ignore(), system);
            return CompletableFuture.completedFuture(new Incoming(ByteString.emptyByteString(), FrameFault.TEXT));
        }
        BinaryMessage binary = message.asBinaryMessage();
        if (binary.isStrict()) {
            return CompletableFuture.completedFuture(incoming(binary.getStrictData()));
        }
        return binary.getStreamedData()
                .limitWeighted(settings.maxMessageBytes(), chunk -> (long) chunk.size())
                .runFold(ByteString.emptyByteString(), ByteString::concat, system)
                .handle((bytes, failure) -> {
                    if (failure == null) {
                        return incoming(bytes);
                    }
                    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
                    if (cause instanceof StreamLimitReachedException) {
                        return new Incoming(ByteString.emptyByteString(), FrameFault.TOO_LARGE);
                    }
                    throw new CompletionException(cause);
                });
    }

    private Incoming incoming(ByteString bytes) {
        return bytes.size() > settings.maxMessageBytes()
                ? new Incoming(ByteString.emptyByteString(), FrameFault.TOO_LARGE)
                : new Incoming(bytes, null);
    }

    private record QueuedSocket(BoundedSourceQueue<ByteString> queue) implements SignalSession.Socket {
        @Override
        public boolean send(ByteString frame) {
            return queue.offer(frame) instanceof QueueOfferResult.Enqueued$;
        }

        @Override
        public void close() {
            if (!queue.isCompleted()) {
                queue.complete();
            }
        }
    }
}
