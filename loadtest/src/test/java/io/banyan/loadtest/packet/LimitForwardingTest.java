package io.banyan.loadtest.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.banyan.loadtest.peer.PeerLoop;
import io.banyan.loadtest.process.ProcessorTime;
import io.banyan.protocol.srtp.SrtpProfile;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Needs gcc and ipsec-mb; without them there is nothing to test. */
class LimitForwardingTest {
    private static final int SUBSCRIBERS = 3;
    private static final long POLL_NANOS = 5_000_000L;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    @Timeout(60)
    void shouldForwardEveryPacketAsItWasSentWithAndWithoutRuns(int packetsPerFrame) {
        LimitProgram program = compileOrAbort();
        FanoutShape shape = new FanoutShape("test", SUBSCRIBERS, packetsPerFrame, SrtpProfile.AEAD_AES_128_GCM);
        try (PeerLoop loop = PeerLoop.open(1);
                LimitForwarding limit =
                        LimitForwarding.open(program, loop, loop, InetAddress.getLoopbackAddress(), shape, true, 1)) {
            ProcessorTime before = limit.processorTime();
            limit.setSilent(false);
            Received received = limit.received();
            while (received.packets() < 300) {
                LockSupport.parkNanos(POLL_NANOS);
                received = limit.received();
            }

            assertThat(received.corrupted()).isZero();
            assertThat(received.missing()).isZero();
            assertThat(limit.processorTime().nanosSince(before)).isPositive();
        }
    }

    private LimitProgram compileOrAbort() {
        try {
            return LimitProgram.compile(folder);
        } catch (RivalMissingException missing) {
            return abort(String.valueOf(missing.getMessage()));
        }
    }
}
