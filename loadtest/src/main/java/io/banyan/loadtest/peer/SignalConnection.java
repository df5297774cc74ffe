package io.banyan.loadtest.peer;

import com.google.protobuf.InvalidProtocolBufferException;
import io.banyan.protocol.signal.v1.ClientMessage;
import io.banyan.protocol.signal.v1.Error;
import io.banyan.protocol.signal.v1.ServerMessage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One WebSocket to a node: requests with their replies, everything else to a listener. Any thread. */
public final class SignalConnection {
    public static final String SUBPROTOCOL = "banyan.signal.v1";
    private static final int TIMEOUT_SECONDS = 15;

    private final Map<String, CompletableFuture<ServerMessage>> pending = new ConcurrentHashMap<>();
    private final AtomicLong nextRequest = new AtomicLong();
    private final AtomicLong receivedSequence = new AtomicLong();
    private final CompletableFuture<SignalClose> closed = new CompletableFuture<>();
    private final Consumer<ServerMessage> listener;
    private final WebSocket socket;
    private CompletableFuture<?> lastSend = CompletableFuture.completedFuture(null);
    private volatile @Nullable Error lastError;

    private SignalConnection(HttpClient http, URI uri, Consumer<ServerMessage> listener) {
        this.listener = listener;
        this.socket = http.newWebSocketBuilder()
                .subprotocols(SUBPROTOCOL)
                .buildAsync(uri, new Receiver())
                .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /**
     * @param listener of every message that answers no request; called on a thread of the client's, one at a time
     */
    public static SignalConnection open(HttpClient http, URI uri, Consumer<ServerMessage> listener) {
        return new SignalConnection(http, uri, listener);
    }

    /** Sends with an id of its own and waits for the reply. */
    public ServerMessage request(ClientMessage.Builder message) {
        return request("r" + nextRequest.incrementAndGet(), message);
    }

    /**
     * Sends with the given id, which may be one that was used before, and waits for the reply.
     *
     * @throws SignalRefusedException for an error, or when the connection ended first
     */
    public ServerMessage request(String requestId, ClientMessage.Builder message) {
        CompletableFuture<ServerMessage> reply = new CompletableFuture<>();
        pending.put(requestId, reply);
        if (closed.isDone()) {
            failPending();
        }
        send(message.setRequestId(requestId).build());
        try {
            return reply.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SignalRefusedException refused) {
                throw refused;
            }
            throw e;
        } finally {
            pending.remove(requestId);
        }
    }

    public void send(ClientMessage message) {
        sendBinary(message.toByteArray());
    }

    /** Any bytes, as one binary frame. */
    public void sendBinary(byte[] bytes) {
        enqueue(() -> socket.sendBinary(ByteBuffer.wrap(bytes), true));
    }

    public void sendText(String text) {
        enqueue(() -> socket.sendText(text, true));
    }

    /** Ends the connection without a word, as a lost path does. */
    public void abort() {
        socket.abort();
        closed.complete(new SignalClose(SignalClose.NO_CODE, "aborted here", lastError));
        failPending();
    }

    /** Ends it in an orderly way, with a status of RFC 6455 §7.4. */
    public void close(int status) {
        enqueue(() -> socket.sendClose(status, ""));
    }

    /** How it ended, once it has. */
    public CompletableFuture<SignalClose> closed() {
        return closed;
    }

    /** The highest number of a message that came. */
    public long receivedSequence() {
        return receivedSequence.get();
    }

    private synchronized void enqueue(Supplier<CompletableFuture<WebSocket>> send) {
        // The JDK's socket takes one message at a time.
        lastSend = lastSend.handle((done, failed) -> failed).thenCompose(failed -> send.get());
    }

    private void failPending() {
        SignalClose how = closed.getNow(new SignalClose(SignalClose.NO_CODE, "", null));
        Error error = how.lastError();
        for (CompletableFuture<ServerMessage> reply : pending.values()) {
            reply.completeExceptionally(
                    error == null
                            ? new SignalRefusedException("closed with " + how.status() + " " + how.reason())
                            : new SignalRefusedException(error));
        }
    }

    private void onMessage(byte[] bytes) {
        ServerMessage message;
        try {
            message = ServerMessage.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            closed.completeExceptionally(new IllegalStateException("the node sent what is no message", e));
            return;
        }
        receivedSequence.accumulateAndGet(message.getSequence(), Math::max);
        if (message.hasError()) {
            lastError = message.getError();
        }
        CompletableFuture<ServerMessage> reply = pending.remove(message.getRequestId());
        if (reply == null) {
            listener.accept(message);
        } else if (message.hasError()) {
            reply.completeExceptionally(new SignalRefusedException(message.getError()));
        } else {
            reply.complete(message);
        }
    }

    private final class Receiver implements WebSocket.Listener {
        private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean isLast) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            fragments.writeBytes(bytes);
            if (isLast) {
                byte[] message = fragments.toByteArray();
                fragments.reset();
                onMessage(message);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.complete(new SignalClose(status, reason, lastError));
            failPending();
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(new SignalClose(SignalClose.NO_CODE, String.valueOf(error.getMessage()), lastError));
            failPending();
        }
    }
}
