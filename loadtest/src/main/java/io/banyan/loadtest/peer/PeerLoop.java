package io.banyan.loadtest.peer;

import io.banyan.protocol.dtls.DtlsCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * The one thread that moves the media of many synthetic peers: sockets by a selector, sources and timers by a tick.
 * Its public methods may be called from any thread.
 */
public final class PeerLoop implements AutoCloseable {
    /** Finer than the 20 ms of a sound packet, coarse enough to leave the processor to the node under test. */
    private static final long TICK_MILLIS = 5;

    private static final int BUFFER_BYTES = 2_048;

    private final Selector selector;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final List<LoopSocket> sockets = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final DtlsCertificate certificate = DtlsCertificate.generate(new SecureRandom());
    private final Thread thread;
    private final long tickMillis;
    private volatile boolean isHeld;
    private volatile boolean isOpen = true;

    private PeerLoop(long tickMillis) throws IOException {
        this.tickMillis = tickMillis;
        selector = Selector.open();
        thread = Thread.ofPlatform().daemon().name("peer-loop").unstarted(this::run);
    }

    public static PeerLoop open() {
        return open(TICK_MILLIS);
    }

    /** @param tickMillis how exactly its sources keep their time, at least 1 */
    public static PeerLoop open(long tickMillis) {
        try {
            PeerLoop loop = new PeerLoop(tickMillis);
            loop.thread.start();
            return loop;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the media of every peer of this loop, without a word to the node. */
    @Override
    public void close() {
        isOpen = false;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }

    /** While held no socket of this loop begins anything of itself: no check, no handshake, no media. */
    public void setHeld(boolean held) {
        isHeld = held;
        selector.wakeup();
    }

    HttpClient http() {
        return http;
    }

    DtlsCertificate certificate() {
        return certificate;
    }

    Selector selector() {
        return selector;
    }

    void execute(Runnable command) {
        commands.add(command);
        selector.wakeup();
    }

    <T> T call(Supplier<T> question) {
        if (Thread.currentThread().equals(thread)) {
            return question.get();
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(() -> answer.complete(question.get()));
        if (!isOpen) {
            throw new IllegalStateException("the loop is closed");
        }
        return answer.join();
    }

    /** On the loop's thread. */
    void add(LoopSocket socket) {
        sockets.add(socket);
    }

    /** On the loop's thread. */
    void remove(LoopSocket socket) {
        sockets.remove(socket);
    }

    private void run() {
        try {
            while (isOpen) {
                selector.select(this::onReady, tickMillis);
                for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                    command.run();
                }
                long nowNanos = System.nanoTime();
                for (int i = 0; i < sockets.size() && !isHeld; i++) {
                    sockets.get(i).tick(nowNanos);
                }
            }
            List.copyOf(sockets).forEach(LoopSocket::vanish);
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void onReady(SelectionKey key) {
        if (key.isValid() && key.attachment() instanceof LoopSocket socket) {
            socket.onReadable(buffer);
        }
    }
}
