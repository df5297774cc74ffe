package io.banyan.loadtest.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.banyan.loadtest.browser.ReachableAddress;
import io.banyan.loadtest.peer.PeerLoop;
import io.banyan.loadtest.process.ProcessorTime;
import io.banyan.protocol.srtp.SrtpProfile;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Needs Debian's Janus; without it there is nothing to test. */
class JanusForwardingTest {
    private static final int SUBSCRIBERS = 3;
    private static final long POLL_NANOS = 5_000_000L;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    @Timeout(60)
    void shouldForwardEveryPacketAsItWasSent(SrtpProfile profile) {
        try (JanusProgram program = startOrAbort();
                PeerLoop loop = PeerLoop.open(1);
                JanusForwarding janus = JanusForwarding.open(
                        program, loop, loop, new FanoutShape("test", SUBSCRIBERS, 1, profile), 1)) {
            ProcessorTime before = janus.processorTime();
            janus.setSilent(false);
            Received received = janus.received();
            while (received.packets() < 300) {
                LockSupport.parkNanos(POLL_NANOS);
                received = janus.received();
            }

            assertThat(received.corrupted()).isZero();
            assertThat(received.missing()).isZero();
            assertThat(janus.processorTime().nanosSince(before)).isPositive();
        }
    }

    private JanusProgram startOrAbort() {
        try {
            return JanusProgram.start(folder, ReachableAddress.ofThisMachine());
        } catch (RivalMissingException missing) {
            return abort(String.valueOf(missing.getMessage()));
        }
    }
}
