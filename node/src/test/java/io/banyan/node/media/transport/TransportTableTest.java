package io.banyan.node.media.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.banyan.node.media.count.DropCounters;
import io.banyan.node.media.count.HandshakeCounters;
import io.banyan.node.plane.TransportState;
import io.banyan.protocol.dtls.DtlsCertificate;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.ice.OwnerUfrag;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.TransportId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransportTableTest {
    private static final NodeId NODE = new NodeId(new RegionId("test"), "node-1");
    private static final byte[] KEY = {1, 2, 3, 4};

    private final OwnerUfrag.Codec codec = new OwnerUfrag.Codec(KEY);
    private final TransportTable table =
            new TransportTable(new OwnerUfrag.Codec(KEY), OwnerUfrag.nodeKey(NODE), 3, new TransportLimits(4, 1, 1));
    private final TransportContext context = new TransportContext(
            new NoOutput(),
            new DropCounters(),
            new HandshakeCounters(),
            new ClosedInbox(),
            new DtlsRunner(DtlsCertificate.generate(new SecureRandom()), 1));

    @Test
    void shouldFindATransportByItsUfragAndByTheOneAfterARestart() {
        PeerTransport transport = transport(1);
        table.add(transport, owner(10));
        table.add(transport, owner(11));

        assertThat(table.ofUfrag(owner(10))).isSameAs(transport);
        assertThat(table.ofUfrag(owner(11))).isSameAs(transport);

        table.add(transport, owner(12));

        assertThat(table.ofUfrag(owner(10))).isNull();
        assertThat(table.isTaken(owner(11))).isTrue();
        assertThatThrownBy(() -> table.add(transport(2), owner(12))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldReadOnlyUfragsOfItsOwnLoop() {
        assertThat(table.ownerOf(codec.make(NODE, 3, 7))).isNotNull();
        assertThat(table.ownerOf(codec.make(NODE, 4, 7))).isNull();
        assertThat(table.ownerOf(new OwnerUfrag.Codec(new byte[] {9}).make(NODE, 3, 7)))
                .isNull();
        assertThat(table.ownerOf("abcd")).isNull();
    }

    @Test
    void shouldForgetTheOldestAddressOfATransportThatHasTooMany() {
        PeerTransport transport = transport(1);
        table.add(transport, owner(10));

        for (int port = 1; port <= 100; port++) {
            table.bind(address(port), transport);
        }

        assertThat(table.addressCount()).isEqualTo(4);
        assertThat(table.ofAddress(address(96))).isNull();
        assertThat(table.ofAddress(address(97))).isSameAs(transport);
    }

    @Test
    void shouldMoveAnAddressThatItsOwnerDoesNotUseAnyMore() {
        PeerTransport before = transport(1);
        PeerTransport after = transport(2);
        table.add(before, owner(10));
        table.add(after, owner(11));
        table.bind(address(1), before);

        assertThat(table.mayBind(address(1), after, 0)).isTrue();
        table.bind(address(1), after);
        table.remove(before);

        assertThat(table.ofAddress(address(1))).isSameAs(after);
        table.remove(after);
        assertThat(table.addressCount()).isZero();
        assertThat(table.size()).isZero();
        assertThat(table.isTaken(owner(11))).isFalse();
    }

    private OwnerUfrag.Owner owner(long nonce) {
        return new OwnerUfrag.Owner(OwnerUfrag.nodeKey(NODE), 3, nonce);
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), port);
    }

    private PeerTransport transport(long serial) {
        return new PeerTransport(
                new TransportId(3, serial),
                IceCredentials.random(),
                IceCredentials.random(),
                List.of(),
                context,
                new SilentListener(),
                0);
    }

    private static final class NoOutput implements DatagramOutput {
        @Override
        public ByteBuffer area() {
            throw new IllegalStateException("nothing is sent");
        }

        @Override
        public int reserve(int maxBytes) {
            throw new IllegalStateException("nothing is sent");
        }

        @Override
        public void commit(int length, InetSocketAddress to) {
            throw new IllegalStateException("nothing is sent");
        }
    }

    private static final class SilentListener implements TransportListener {
        @Override
        public void onState(TransportState state, String detail, long nowNanos) {}

        @Override
        public void onRtp(ByteBuffer buffer, int offset, int length, long nowNanos) {}

        @Override
        public void onRtcp(ByteBuffer buffer, int offset, int length, long nowNanos) {}
    }

    private static final class ClosedInbox implements TransportInbox {
        @Override
        public boolean offer(DtlsResult result) {
            return false;
        }

        @Override
        public boolean isClosed() {
            return true;
        }
    }
}
