package io.banyan.node.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.LatencyCounts;
import io.banyan.node.plane.LoopSnapshot;
import io.banyan.node.plane.PortSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the network carries, and how much of that is used. */
class BandwidthTest {
    private static final long SECOND = 1_000_000_000L;

    private static LoopSnapshot snapshot(int loop, int second, long bytesReceived, long bytesSent) {
        return new LoopSnapshot(
                loop,
                second * SECOND,
                0,
                0,
                0,
                0,
                bytesReceived,
                0,
                bytesSent,
                Map.of(),
                Map.of(),
                0,
                0,
                LatencyCounts.copyOf(new long[LatencyCounts.BUCKETS]),
                new PortSample("test", false, 0, 0, 0, 0),
                List.of(),
                List.of(),
                List.of(),
                0);
    }

    @Test
    void shouldSayHowMuchAllLoopsUseInTheBusierDirection() {
        BandwidthUse use = new BandwidthUse(100_000_000);
        for (int second = 0; second < 20; second++) {
            use.onSnapshot(snapshot(0, second, second * 1_000_000L, second * 3_000_000L));
            use.onSnapshot(snapshot(1, second, 0, second * 2_000_000L));
        }

        // 8 * 5 MB of 100 Mbit.
        assertThat(use.permille()).isBetween(395, 400);
    }

    @Test
    void shouldUseNothingOfWhatIsNotKnown() {
        BandwidthUse use = new BandwidthUse(0);
        use.onSnapshot(snapshot(0, 0, 0, 0));
        use.onSnapshot(snapshot(0, 1, 0, 1_000_000_000));

        assertThat(use.permille()).isZero();
    }

    @Test
    void shouldTakeTheFastestInterfaceThatIsUp(@TempDir Path folder) throws IOException {
        add(folder, "lo", "unknown", "");
        add(folder, "eth0", "up", "1000\n");
        add(folder, "eth1", "up", "2500\n");
        add(folder, "eth2", "down", "10000\n");
        add(folder, "veth", "up", "-1\n");
        add(folder, "odd", "up", "99999999999999999999");

        assertThat(InterfaceSpeed.of(folder)).isEqualTo(2_500_000_000L);
        assertThat(InterfaceSpeed.of(folder.resolve("lo"))).isZero();
        assertThat(InterfaceSpeed.of(folder.resolve("nothing"))).isZero();
    }

    private static void add(Path folder, String name, String state, String speed) throws IOException {
        Path one = Files.createDirectory(folder.resolve(name));
        Files.writeString(one.resolve("operstate"), state + "\n");
        if (!speed.isEmpty()) {
            Files.writeString(one.resolve("speed"), speed);
        }
    }
}
