package io.banyan.loadtest.peer;

import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.RtpView;
import io.banyan.protocol.srtp.SrtpReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.List;

/** A socket that only receives, by keys that were agreed beforehand. Owned by its loop. */
final class BareSubscriber implements LoopSocket {
    /** As much as a {@link PeerTransport} has: both are to be the same sink. */
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;

    private final DatagramChannel channel;
    private final SrtpReceiver receiver;
    private final SlotReceiver video;
    private final SlotReceiver audio;
    private final RtpView view = new RtpView();
    private long refused;

    /** Opens the socket and joins the loop, on whose thread this is called. */
    BareSubscriber(PeerLoop loop, InetAddress address, SrtpReceiver receiver, int videoSsrc, int audioSsrc) {
        this.receiver = receiver;
        video = new SlotReceiver(new AnsweredSlot("video", MediaKind.VIDEO, "", videoSsrc, 0), 0);
        audio = new SlotReceiver(new AnsweredSlot("audio", MediaKind.AUDIO, "", audioSsrc, 0), 0);
        try {
            channel = DatagramChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            channel.bind(new InetSocketAddress(address, 0));
            channel.register(loop.selector(), SelectionKey.OP_READ, this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        loop.add(this);
    }

    InetSocketAddress address() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<SlotStats> slots() {
        return List.of(video.stats(), audio.stats());
    }

    long refused() {
        return refused;
    }

    @Override
    public void onReadable(ByteBuffer buffer) {
        try {
            while (channel.receive(buffer.clear()) != null) {
                onDatagram(buffer, buffer.position());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void onDatagram(ByteBuffer buffer, int length) {
        int plain = receiver.unprotectRtp(buffer, 0, length, buffer, 0);
        if (plain < 0 || !view.wrap(buffer, 0, plain)) {
            refused++;
            return;
        }
        SlotReceiver slot = view.ssrc() == video.slot().ssrc() ? video : audio;
        slot.onPacket(view, false, System.nanoTime());
    }

    @Override
    public void tick(long nowNanos) {
        // Asks for nothing and reports nothing.
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
