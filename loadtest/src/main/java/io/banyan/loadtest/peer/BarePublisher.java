package io.banyan.loadtest.peer;

import io.banyan.protocol.srtp.SrtpSender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;

/** A socket that only sends, by keys that were agreed beforehand. Owned by its loop. */
final class BarePublisher implements LoopSocket, PacketOutput {
    private static final int BUFFER_BYTES = 2_048;

    private final DatagramChannel channel;
    private final SrtpSender sender;
    private final List<MediaSource> sources;
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private int transportSeq;
    private boolean isSilent = true;

    /** Opens the socket and joins the loop, on whose thread this is called. */
    BarePublisher(PeerLoop loop, InetSocketAddress to, SrtpSender sender, List<MediaSource> sources) {
        this.sender = sender;
        this.sources = sources;
        try {
            channel = DatagramChannel.open();
            channel.configureBlocking(false);
            channel.connect(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        loop.add(this);
    }

    void setSilent(boolean silent) {
        isSilent = silent;
    }

    @Override
    public int nextTransportSeq() {
        return transportSeq++ & 0xffff;
    }

    @Override
    public void sendRtp(ByteBuffer packet, int length, long nowNanos) {
        int sealed = sender.protectRtp(packet, 0, length, out, 0);
        try {
            channel.write(out.limit(sealed).position(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.clear();
    }

    @Override
    public void tick(long nowNanos) {
        if (!isSilent) {
            for (MediaSource source : sources) {
                source.poll(this, nowNanos);
            }
        }
    }

    @Override
    public void onReadable(ByteBuffer buffer) {
        // Nobody answers.
    }

    @Override
    public void vanish() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
