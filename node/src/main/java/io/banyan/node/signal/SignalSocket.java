package io.banyan.node.signal;

import io.banyan.cluster.HttpSettings;
import io.banyan.node.signal.SignalSession.FrameFault;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ws.BinaryMessage;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.QueueOfferResult;
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
     * @param messages from and to the client
     * @param onCleanClose to be run when the client closes the socket on purpose, before its messages end
     */
    record Opened(Flow<Message, Message, NotUsed> messages, Runnable onCleanClose) {}

    /**
     * @param spawn starts the session's actor for a socket
     */
    Opened open(Function<SignalSession.Socket, ActorRef<SignalSession.Command>> spawn) {
        Pair<BoundedSourceQueue<ByteString>, Source<ByteString, NotUsed>> outgoing =
                Source.<ByteString>queue(OUTBOX_FRAMES).preMaterialize(system);
        ActorRef<SignalSession.Command> session = spawn.apply(new QueuedSocket(outgoing.first()));
        AtomicBoolean cleanly = new AtomicBoolean();
        Sink<Message, NotUsed> in = Flow.of(Message.class)
                .mapAsync(1, message -> strict(message, session))
                .to(ActorSink.actorRefWithBackpressure(
                        session,
                        (ack, bytes) -> new SignalSession.Frame(bytes, ack),
                        SignalSession.SocketOpened::new,
                        Done.getInstance(),
                        new SignalSession.SocketClosed(cleanly::get),
                        failure -> new SignalSession.SocketClosed(() -> false)));
        Source<Message, NotUsed> out = outgoing.second().map(BinaryMessage::create);
        return new Opened(Flow.fromSinkAndSource(in, out), () -> cleanly.set(true));
    }

    /**
     * The bytes of one message. One that breaks a rule is told to the session at once and read to its end all the same,
     * into nothing: closing on a client that still writes would lose it the reason.
     */
    private CompletionStage<ByteString> strict(Message message, ActorRef<SignalSession.Command> session) {
        if (message.isText()) {
            session.tell(new SignalSession.BadFrame(FrameFault.TEXT));
            return message.asTextMessage()
                    .getStreamedText()
                    .runWith(Sink.ignore(), system)
                    .thenApply(done -> ByteString.emptyByteString());
        }
        BinaryMessage binary = message.asBinaryMessage();
        return binary.isStrict()
                ? CompletableFuture.completedFuture(
                        limited(ByteString.emptyByteString(), binary.getStrictData(), session))
                : binary.getStreamedData()
                        .runFold(
                                ByteString.emptyByteString(), (soFar, chunk) -> limited(soFar, chunk, session), system);
    }

    /** Beyond the limit nothing is kept, and the session hears of it once: an excess of one byte stands for all. */
    private ByteString limited(ByteString soFar, ByteString chunk, ActorRef<SignalSession.Command> session) {
        if (soFar.size() > settings.maxMessageBytes()) {
            return soFar;
        }
        if (soFar.size() + chunk.size() <= settings.maxMessageBytes()) {
            return soFar.concat(chunk);
        }
        session.tell(new SignalSession.BadFrame(FrameFault.TOO_LARGE));
        return soFar.concat(chunk.take(settings.maxMessageBytes() + 1 - soFar.size()));
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
