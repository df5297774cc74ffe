package io.banyan.node.media.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.cluster.PortKind;
import io.banyan.node.media.loop.LoopClock;
import io.banyan.node.media.loop.LoopSettings;
import io.banyan.node.media.port.DatagramPorts;
import io.banyan.node.media.room.MediaLimits;
import io.banyan.node.media.transport.DtlsRunner;
import io.banyan.node.media.transport.TransportLimits;
import io.banyan.protocol.dtls.DtlsCertificate;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void shouldSeeAndHearItself() throws IOException {
        LoopSettings settings = new LoopSettings(
                new NodeId(new RegionId("test"), "node-1"),
                List.of(new byte[32]),
                TransportLimits.DEFAULT,
                MediaLimits.DEFAULT,
                LoopSettings.COMMANDS);
        DtlsRunner dtls = new DtlsRunner(DtlsCertificate.generate(new SecureRandom()), 1);
        LoopClock clock = LoopClock.system();
        assertThat(Rehearsal.perform(
                        settings, dtls, clock, DatagramPorts.of(PortKind.AUTO, clock), new SplittableRandom(1)))
                .isTrue();
    }
}
