package io.banyan.node.media.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.RelayCapacity;
import io.banyan.protocol.link.ParentReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node that gives a track to as many others as it can. */
class FullParentTest {
    private static final long MILLI = CallSim.MILLI;

    private final CallSim sim = new CallSim(12);
    private final SimNode origin = sim.first();

    @Test
    void shouldGoToItsBackupWhereTheParentIsFullAndBackWhenItIsNot() {
        SimCall call = new SimCall(sim, List.of(), false);
        List<SimNode> children = new ArrayList<>();
        for (int i = 0; i < RelayCapacity.WHOLE.most(); i++) {
            SimNode child = sim.addNode("child-" + i);
            call.relay(child, origin);
            call.addViewer(child);
            children.add(child);
        }
        sim.connect();
        call.send(true);
        sim.advance(1_000 * MILLI);

        SimNode late = sim.addNode("late");
        call.relay(late, origin, children.getLast());
        SimCall.Viewer viewer = call.addViewer(late);
        sim.connect();
        sim.advance(3_000 * MILLI);

        assertThat(viewer.video().count()).isPositive();
        assertThat(late.link(origin, true).packetsReceived()).isZero();
        assertThat(late.snapshot().paths())
                .allSatisfy(path -> assertThat(path.hops().getLast().why()).isEqualTo(ParentReason.BACKUP));

        // One that has everybody's tracks from the first child makes room.
        call.relay(children.get(1), children.getFirst());
        sim.advance(20_000 * MILLI);
        call.send(false);
        sim.advance(500 * MILLI);

        assertThat(late.link(origin, true).packetsReceived()).isPositive();
        assertThat(viewer.video().duplicates()).isZero();
        for (SimCall.Viewer other : call.viewers.subList(0, children.size())) {
            assertThat(other.video().payloads())
                    .usingElementComparator(Arrays::compare)
                    .containsExactlyElementsOf(call.camera.getFirst().sent());
        }
    }
}
