package io.banyan.node.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SocketDropsTest {
    private static final List<String> TABLE = List.of(
            "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer"
                    + " drops            ",
            "14604: 0100007F:A886 0100007F:1E6E 01 00000000:00000000 00:00000000 00000000     0        0 773370 2"
                    + " 000000009229d83d 5        ",
            "14709: 0100007F:1E6E 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 773368 2"
                    + " 00000000d1e1c114 159725   ",
            "14710: 00000000000000000000000000000000:1E6F 00000000000000000000000000000000:0000 07 00000000:00000000"
                    + " 00:00000000 00000000     0        0 773369 2 00000000d1e1c115 7");

    @Test
    void shouldAddUpWhatIsBoundToThePorts() {
        assertThat(SocketDrops.ofPorts(Set.of(0x1e6e), TABLE)).isEqualTo(159_725);
        assertThat(SocketDrops.ofPorts(Set.of(0x1e6e, 0x1e6f), TABLE)).isEqualTo(159_732);
        assertThat(SocketDrops.ofPorts(Set.of(7790), TABLE)).isEqualTo(159_725);
        assertThat(SocketDrops.ofPorts(Set.of(1), TABLE)).isZero();
        assertThat(SocketDrops.ofPorts(Set.of(1), List.of())).isZero();
    }
}
