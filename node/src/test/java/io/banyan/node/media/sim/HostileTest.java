package io.banyan.node.media.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.TransportState;
import io.banyan.protocol.dtls.DtlsCertificate;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.id.NodeId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is not authentic is refused, counted under its reason, and does nothing else. */
class HostileTest {
    private static final long MILLI = CallSim.MILLI;
    private static final InetSocketAddress STRANGER =
            new InetSocketAddress(InetAddress.ofLiteral("203.0.113.66"), 6_666);

    private final CallSim sim = new CallSim(11);

    @Test
    void shouldRefuseACheckSignedWithAnotherKey() {
        SimClient client = sim.open(Lines.publisher(List.of()));

        sim.injectCheck(
                client.own(), IceCredentials.withRandomPassword(client.node().ufrag()), STRANGER);
        sim.inject(dtlsRecord(), STRANGER);

        assertThat(sim.drops(DropReason.STUN_BAD_INTEGRITY)).isEqualTo(1);
        assertThat(sim.drops(DropReason.DTLS_BEFORE_ICE)).isEqualTo(1);
    }

    @Test
    void shouldRefuseAUfragThatIsNotOursBeforeLookingItUp() {
        SimClient client = sim.open(Lines.publisher(List.of()));
        NodeId otherNode = new NodeId(CallSim.NODE.region(), "node-2");
        char[] forged = client.node().ufrag().toCharArray();
        forged[20] = forged[20] == 'A' ? 'B' : 'A';

        sim.injectCheck(client.own(), sim.credentials(otherNode, 0), STRANGER);
        sim.injectCheck(client.own(), sim.credentials(CallSim.NODE, 1), STRANGER);
        sim.injectCheck(client.own(), IceCredentials.withRandomPassword(new String(forged)), STRANGER);
        sim.injectCheck(client.own(), IceCredentials.random(), STRANGER);
        sim.injectCheck(client.own(), sim.credentials(), STRANGER);

        assertThat(sim.drops(DropReason.STUN_NOT_OURS)).isEqualTo(4);
        assertThat(sim.drops(DropReason.STUN_UNKNOWN_UFRAG)).isEqualTo(1);
    }

    @Test
    void shouldRefuseACertificateThatWasNotSignalled() {
        SimClient client = sim.open(
                Lines.publisher(List.of()),
                DtlsCertificate.generate(new SecureRandom()).fingerprint());

        sim.await(
                () -> !CallSim.events(client, MediaEvent.TransportChanged.class).isEmpty());

        assertThat(CallSim.events(client, MediaEvent.TransportChanged.class))
                .extracting(MediaEvent.TransportChanged::state)
                .containsExactly(TransportState.FAILED);
        assertThat(sim.freshSnapshot().transports()).isZero();
    }

    @Test
    void shouldRefuseForgedAndReplayedPackets() {
        SimCall call = new SimCall(sim, List.of(), false);
        SimCall.Viewer viewer = call.addViewer();
        List<byte[]> seen = new ArrayList<>();
        sim.connect();
        call.send(true);
        sim.tap(call.publisher.address(), seen);
        sim.advance(1_000 * MILLI);
        byte[] forged = seen.getLast().clone();
        forged[forged.length - 1] ^= 1;

        sim.inject(forged, call.publisher.address());
        sim.inject(seen.get(seen.size() / 2), call.publisher.address());
        sim.inject(seen.getLast(), STRANGER);
        sim.advance(500 * MILLI);
        call.send(false);
        sim.advance(200 * MILLI);

        assertThat(sim.drops(DropReason.SRTP_AUTH_FAILED)).isEqualTo(1);
        assertThat(sim.drops(DropReason.SRTP_REPLAYED)).isEqualTo(1);
        assertThat(sim.drops(DropReason.UNKNOWN_SOURCE)).isEqualTo(1);
        assertThat(viewer.video().payloads())
                .hasSameSizeAs(call.camera.getFirst().sent());
    }

    @Test
    void shouldDropMediaThatComesBeforeKeys() {
        SimClient client = sim.open(Lines.publisher(List.of()));

        sim.injectCheck(client.own(), client.node(), STRANGER);
        byte[] rtp = new byte[100];
        rtp[0] = (byte) 0x80;
        rtp[1] = 96;
        sim.inject(rtp, STRANGER);

        assertThat(sim.drops(DropReason.SRTP_NO_KEYS)).isEqualTo(1);
    }

    @Test
    void shouldNotGiveAwayAnAddressThatItsOwnerUses() {
        SimCall call = new SimCall(sim, List.of(), false);
        SimCall.Viewer viewer = call.addViewer();
        SimClient insider = sim.open(Lines.publisher(List.of()));
        sim.connect();
        call.send(true);
        sim.advance(500 * MILLI);

        sim.injectCheck(insider.own(), insider.node(), call.publisher.address());
        sim.advance(500 * MILLI);
        call.send(false);
        sim.advance(200 * MILLI);

        assertThat(sim.drops(DropReason.STUN_ADDRESS_TAKEN)).isEqualTo(1);
        assertThat(viewer.video().payloads())
                .hasSameSizeAs(call.camera.getFirst().sent());
    }

    @Test
    void shouldBoundHandshakesUnderWay() {
        for (int i = 0; i < CallSim.HANDSHAKES + 3; i++) {
            SimClient client = sim.open(Lines.publisher(List.of()));
            client.peer().setChecking(false);
            InetSocketAddress from = new InetSocketAddress(STRANGER.getAddress(), 10_000 + i);
            sim.injectCheck(client.own(), client.node(), from);
            sim.inject(dtlsRecord(), from);
        }

        assertThat(sim.drops(DropReason.DTLS_TOO_MANY_HANDSHAKES)).isEqualTo(3);
    }

    @Test
    void shouldLetABugEndOnlyTheTransportThatItHappenedOn() {
        SimCall call = new SimCall(sim, List.of(), false);
        SimCall.Viewer viewer = call.addViewer();
        SimClient fragile = sim.open(Lines.publisher(List.of()), TestPeer.CERTIFICATE.fingerprint(), new ArrayList<>() {
            @Override
            public boolean add(MediaEvent event) {
                if (event instanceof MediaEvent.EncodingStarted) {
                    throw new IllegalStateException("a bug, on purpose");
                }
                return super.add(event);
            }
        });
        SimCall other = new SimCall(sim, fragile, List.of(), false);
        sim.connect();
        call.send(true);
        other.send(true);
        sim.advance(1_000 * MILLI);
        call.send(false);
        other.send(false);
        sim.advance(200 * MILLI);

        assertThat(sim.drops(DropReason.INTERNAL_ERROR)).isEqualTo(1);
        assertThat(CallSim.events(fragile, MediaEvent.TransportChanged.class)
                        .getLast()
                        .state())
                .isEqualTo(TransportState.FAILED);
        assertThat(viewer.video().payloads())
                .hasSameSizeAs(call.camera.getFirst().sent());
        assertThat(sim.snapshot().transports()).isEqualTo(2);
    }

    @Test
    void shouldRefuseCommandsWhenTheQueueIsFull() {
        CallSim small = new CallSim(1, 4);
        SimClient client = small.open(Lines.publisher(List.of()));

        int accepted = 0;
        for (int i = 0; i < 10; i++) {
            if (small.offer(new MediaCommand.SetMedia(client.transport(), List.of()))) {
                accepted++;
            }
        }

        assertThat(accepted).isEqualTo(4);
        assertThat(small.freshSnapshot().commandsRefused()).isEqualTo(6);
    }

    /** The first 39 of a ClientHello's 200 bytes: a session waits for the rest. */
    private static byte[] dtlsRecord() {
        byte[] record = new byte[64];
        record[0] = 22;
        record[1] = (byte) 0xFE;
        record[2] = (byte) 0xFD;
        record[12] = 51;
        record[13] = 1;
        record[16] = (byte) 200;
        record[24] = 39;
        return record;
    }
}
