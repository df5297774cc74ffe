package io.banyan.protocol.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.jspecify.annotations.Nullable;

/**
 * What BouncyCastle takes for its socket: a bounded inbox that other threads fill and the session's thread waits on, and
 * an outbox that gathers the records of a flight into as few datagrams as hold them (RFC 6347 §4.1.1). With a fifth of
 * all datagrams lost, a flight of one instead of five arrives whole four times in five instead of once in three.
 */
final class QueueTransport implements DatagramTransport {
    /** A flight has a handful of datagrams; this holds several, and what a data channel sends in a burst. */
    static final int INBOX_DATAGRAMS = 64;

    /** More than any path carries; what is longer is not for us. */
    static final int MAX_RECEIVED_BYTES = 2048;

    /** No datagram is empty. */
    private static final byte[] WAKE_UP = new byte[0];

    private static final byte[] NOTHING = new byte[0];

    private final BlockingQueue<byte[]> inbox = new LinkedBlockingQueue<>(INBOX_DATAGRAMS);
    private final RecordScreen screen = new RecordScreen();
    private final Consumer<byte[]> sink;
    /** Only while there is something in it: a session is silent from its handshake to its end. */
    private byte[] pending = NOTHING;

    private int pendingBytes;
    private boolean established;
    private boolean closedByProtocol;
    private volatile boolean closeRequested;
    private volatile boolean wakeRequested;
    private volatile boolean ended;

    /**
     * @param sink takes the datagrams to send, on the session's thread
     */
    QueueTransport(Consumer<byte[]> sink) {
        this.sink = sink;
    }

    /** Any thread. */
    boolean offer(byte[] datagram) {
        return datagram.length > 0 && datagram.length <= MAX_RECEIVED_BYTES && !ended && inbox.offer(datagram);
    }

    /** Any thread: ends the wait of {@link #receive}, now or when it comes to it, and everything with it. */
    void requestClose() {
        closeRequested = true;
        inbox.offer(WAKE_UP);
    }

    /** Any thread: interrupts the wait of {@link #receive} once, now or when it comes to it. */
    void wakeUp() {
        wakeRequested = true;
        inbox.offer(WAKE_UP); // a full inbox needs none: nobody waits on it
    }

    boolean isCloseRequested() {
        return closeRequested;
    }

    /** From now on whoever waits is interrupted, rather than the handshake broken off. */
    void established() {
        established = true;
    }

    /** Nothing is received any more. */
    void end() {
        ended = true;
        inbox.clear();
    }

    @Override
    public int getReceiveLimit() {
        return MAX_RECEIVED_BYTES;
    }

    @Override
    public int getSendLimit() {
        return DtlsSession.MAX_DATAGRAM_BYTES;
    }

    /**
     * @param waitMillis 0 for ever
     * @return bytes of the datagram, -1 if there was none or it is not one to look at
     */
    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        flush();
        byte[] datagram = await(waitMillis);
        if (datagram == null
                || datagram.length == WAKE_UP.length
                || datagram.length > length
                || !screen.admit(datagram)) {
            return -1;
        }
        System.arraycopy(datagram, 0, buffer, offset, datagram.length);
        return datagram.length;
    }

    private byte @Nullable [] await(int waitMillis) throws IOException {
        throwIfInterrupted();
        try {
            byte[] datagram = waitMillis == 0 ? inbox.take() : inbox.poll(waitMillis, TimeUnit.MILLISECONDS);
            if (closeRequested || (datagram != null && datagram.length == WAKE_UP.length)) {
                throwIfInterrupted();
            }
            return datagram;
        } catch (InterruptedException interrupted) {
            closeRequested = true;
            throw interruption();
        }
    }

    private void throwIfInterrupted() throws IOException {
        if (wakeRequested || closeRequested || closedByProtocol) {
            wakeRequested = false;
            throw interruption();
        }
    }

    private IOException interruption() {
        return established ? new InterruptedIOException() : new TlsFatalAlert(AlertDescription.user_canceled);
    }

    @Override
    public void send(byte[] record, int offset, int length) {
        if (length > DtlsSession.MAX_DATAGRAM_BYTES) {
            throw new IllegalStateException("a record of " + length + " bytes is longer than a datagram");
        }
        if (pendingBytes + length > DtlsSession.MAX_DATAGRAM_BYTES) {
            flush();
        }
        if (pendingBytes == 0) {
            pending = new byte[DtlsSession.MAX_DATAGRAM_BYTES];
        }
        System.arraycopy(record, offset, pending, pendingBytes, length);
        pendingBytes += length;
    }

    /** Hands over what was gathered. */
    void flush() {
        if (pendingBytes > 0) {
            byte[] datagram = Arrays.copyOf(pending, pendingBytes);
            pending = NOTHING;
            pendingBytes = 0;
            sink.accept(datagram);
        }
    }

    /** Called by BouncyCastle when the association is over. */
    @Override
    public void close() {
        closedByProtocol = true;
    }
}
