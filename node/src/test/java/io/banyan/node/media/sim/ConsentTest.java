package io.banyan.node.media.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.TransportState;
import io.banyan.protocol.ice.IceCredentials;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sending follows the client's authenticated checks (RFC 7675), and so do changes of its address. */
class ConsentTest {
    private static final long MILLI = CallSim.MILLI;
    private static final long SECOND = 1_000 * MILLI;

    private final CallSim sim = new CallSim(13);

    @Test
    void shouldStopSendingWhenConsentExpiresAndGoOnWhenItIsRenewed() {
        SimCall call = new SimCall(sim, List.of(), false);
        SimCall.Viewer viewer = call.addViewer();
        sim.connect();
        call.send(true);
        sim.advance(SECOND);

        viewer.client().peer().setChecking(false);
        sim.advance(26 * SECOND);
        assertThat(states(viewer.client())).containsExactly(TransportState.CONNECTED);
        sim.advance(6 * SECOND);
        assertThat(states(viewer.client())).containsExactly(TransportState.CONNECTED, TransportState.DISCONNECTED);
        int frozen = viewer.video().packets().size();
        sim.advance(SECOND);
        assertThat(viewer.video().packets()).hasSize(frozen);
        assertThat(sim.drops(DropReason.SEND_NOT_ALLOWED)).isPositive();

        viewer.client().peer().setChecking(true);
        sim.advance(SECOND);

        assertThat(states(viewer.client())).endsWith(TransportState.CONNECTED);
        assertThat(viewer.video().packets()).hasSizeGreaterThan(frozen);
    }

    @Test
    void shouldForgetATransportWhoseClientStaysAway() {
        SimCall call = new SimCall(sim, List.of(), false);
        SimCall.Viewer viewer = call.addViewer();
        sim.connect();

        viewer.client().peer().setChecking(false);
        sim.advance(85 * SECOND);
        assertThat(sim.snapshot().transports()).isEqualTo(2);
        sim.advance(10 * SECOND);

        assertThat(states(viewer.client()))
                .containsExactly(TransportState.CONNECTED, TransportState.DISCONNECTED, TransportState.FAILED);
        assertThat(sim.snapshot().transports()).isEqualTo(1);
        assertThat(sim.snapshot().forwarders()).isZero();
    }

    @Test
    void shouldForgetATransportWhoseClientNeverCame() {
        SimClient client = sim.open(Lines.publisher(List.of()));
        client.peer().setChecking(false);

        sim.advance(92 * SECOND);

        assertThat(states(client)).containsExactly(TransportState.FAILED);
        assertThat(sim.snapshot().transports()).isZero();
    }

    @Test
    void shouldFollowAClientToANewAddressOnlyAfterACheckFromThere() {
        SimCall call = new SimCall(sim, List.of(), false);
        SimCall.Viewer viewer = call.addViewer();
        sim.connect();
        call.send(true);
        sim.advance(SECOND);
        InetSocketAddress moved = new InetSocketAddress(InetAddress.ofLiteral("203.0.113.9"), 40_000);

        viewer.client().peer().setChecking(false);
        sim.move(viewer.client(), moved);
        viewer.client().peer().sendRaw(new byte[] {(byte) 0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 5, 5, 5, 5, 5});
        sim.advance(SECOND);
        int before = viewer.video().packets().size();
        assertThat(sim.drops(DropReason.UNKNOWN_SOURCE)).isEqualTo(1);

        viewer.client().peer().setChecking(true);
        sim.advance(3 * SECOND);

        assertThat(viewer.video().packets()).hasSizeGreaterThan(before + 60);
    }

    @Test
    void shouldGoOnThroughAnIceRestart() {
        SimCall call = new SimCall(sim, List.of(), false);
        SimCall.Viewer viewer = call.addViewer();
        sim.connect();
        call.send(true);
        sim.advance(SECOND);
        IceCredentials node = sim.credentials();
        IceCredentials own = IceCredentials.random();

        sim.submit(new MediaCommand.RestartIce(viewer.client().transport(), node, own));
        sim.move(viewer.client(), new InetSocketAddress(InetAddress.ofLiteral("203.0.113.9"), 40_000));
        viewer.client().peer().restartIce(own, node, sim.now());
        sim.advance(2 * SECOND);
        call.send(false);
        sim.advance(SECOND);

        assertThat(states(viewer.client())).containsExactly(TransportState.CONNECTED);
        assertThat(viewer.video().payloads().getLast())
                .isEqualTo(call.camera.getFirst().sent().getLast());
    }

    private static List<TransportState> states(SimClient client) {
        return CallSim.events(client, MediaEvent.TransportChanged.class).stream()
                .map(MediaEvent.TransportChanged::state)
                .toList();
    }
}
