package io.banyan.loadtest.hostile;

import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.stun.StunAttribute;
import io.banyan.protocol.stun.StunClass;
import io.banyan.protocol.stun.StunKey;
import io.banyan.protocol.stun.StunWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;

/** Sends single ICE checks from an address of its own and tells whether anything came back. Not thread-safe. */
public final class StunProber implements AutoCloseable {
    private static final int BUFFER_BYTES = 2_048;

    private final DatagramChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final SecureRandom random = new SecureRandom();

    public StunProber(InetSocketAddress node) {
        try {
            channel = DatagramChannel.open();
            channel.configureBlocking(false);
            channel.connect(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One check that nominates nothing, to the ufrag of these credentials and signed with their password. */
    public void check(IceCredentials credentials) {
        int length = new StunWriter()
                .start(buffer.clear(), 0, StunClass.REQUEST, StunAttribute.BINDING, random.nextInt(), random.nextLong())
                .username(credentials.ufrag() + ":probe")
                .iceControlling(random.nextLong())
                .priority(1)
                .integrity(StunKey.ofPassword(credentials.password()))
                .fingerprint()
                .finish();
        try {
            channel.write(buffer.limit(length).position(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether something came since the last call. */
    public boolean hasAnswer() {
        try {
            boolean any = false;
            while (channel.read(buffer.clear()) > 0) {
                any = true;
            }
            return any;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
