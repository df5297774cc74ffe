package io.banyan.node.media.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.media.congestion.ArrivalRecorder;
import io.banyan.node.plane.DownlinkSample;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.SlotState;
import io.banyan.protocol.rtp.HeaderExtension;
import io.banyan.protocol.rtp.HeaderExtensions;
import io.banyan.protocol.rtp.RtpView;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A subscriber behind a narrow link, beside one who is not. */
class NarrowViewerTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    private final CallSim sim = new CallSim(0x5EED);

    /** The last link before a client: a rate, a queue of 300 ms, and feedback about what came through. */
    private final class NarrowLink {
        @SuppressWarnings("ArrayRecordComponent") // never compared
        private record Queued(long dueNanos, byte[] packet) {}

        private final SimCall.Viewer viewer;
        private final ArrivalRecorder arrivals = new ArrivalRecorder(99);
        private final ArrayDeque<Queued> queue = new ArrayDeque<>();
        private final RtpView view = new RtpView();
        private final HeaderExtensions extensions = new HeaderExtensions();
        private long rateBps = Long.MAX_VALUE;
        private long freeNanos;
        private long bytes;

        NarrowLink(SimCall.Viewer viewer) {
            this.viewer = viewer;
            viewer.client().peer().receiveRtp(this::onRtp);
            sim.everyMilli(this::onMilli);
        }

        private void onRtp(byte[] packet) {
            long wait = Math.max(0, freeNanos - sim.now());
            if (wait > 300 * MILLI) {
                return;
            }
            freeNanos = sim.now() + wait + packet.length * 8L * SECOND / rateBps;
            queue.add(new Queued(freeNanos, packet));
        }

        private void onMilli() {
            while (!queue.isEmpty() && queue.peek().dueNanos() <= sim.now()) {
                Queued next = queue.remove();
                bytes += next.packet().length;
                viewer.audio().onRtp(next.packet());
                viewer.video().onRtp(next.packet());
                assertThat(view.wrap(ByteBuffer.wrap(next.packet()), 0, next.packet().length))
                        .isTrue();
                if (extensions.find(view, Lines.SUBSCRIBER_EXTENSIONS.idOf(HeaderExtension.TRANSPORT_CC))) {
                    arrivals.onPacket(view.buffer().getShort(extensions.valueOffset()) & 0xffff, next.dueNanos());
                }
            }
            arrivals.poll(1, sim.now())
                    .forEach(message -> viewer.client().peer().sendRtcp(message));
        }

        long takeBytes() {
            long taken = bytes;
            bytes = 0;
            return taken;
        }

        long queueMillis() {
            return Math.max(0, freeNanos - sim.now()) / MILLI;
        }
    }

    private static DownlinkSample sample(SimCall.Viewer viewer) {
        return CallSim.events(viewer.client(), MediaEvent.DownlinkMeasured.class)
                .getLast()
                .sample();
    }

    private static List<SlotState> states(SimCall.Viewer viewer) {
        return CallSim.events(viewer.client(), MediaEvent.SlotChanged.class).stream()
                .filter(change -> change.subscription().equals(viewer.videoId()))
                .map(MediaEvent.SlotChanged::state)
                .toList();
    }

    @Test
    void shouldPauseVideoForWhomItDoesNotFitAndForNobodyElse() {
        SimCall call = new SimCall(sim, List.of(), false);
        SimCall.Viewer narrow = call.addViewer();
        SimCall.Viewer other = call.addViewer();
        NarrowLink link = new NarrowLink(narrow);
        sim.connect();
        call.send(true);
        sim.advance(3 * SECOND);
        link.takeBytes();
        sim.advance(5 * SECOND);
        long neededBps = link.takeBytes() * 8 / 5;

        link.rateBps = neededBps * 2 / 5;
        sim.advance(10 * SECOND);
        assertThat(states(narrow)).contains(SlotState.NO_BANDWIDTH);
        assertThat(link.queueMillis()).as("standing queue").isLessThan(150);
        DownlinkSample starved = sample(narrow);
        assertThat(starved.estimateBps()).isPositive().isLessThan(neededBps);
        assertThat(starved.acknowledgedBps()).isPositive().isLessThan(neededBps);
        assertThat(starved.wantedBps()).isGreaterThan(starved.estimateBps());
        assertThat(starved.sentBps()).isPositive().isLessThan(neededBps);
        assertThat(sample(other).estimateBps()).as("who reports nothing").isEqualTo(-1);
        int heardBefore = narrow.audio().count();
        sim.advance(2 * SECOND);
        assertThat(narrow.audio().count() - heardBefore)
                .as("audio packets in 2 s")
                .isGreaterThan(95);

        link.rateBps = neededBps * 10;
        sim.advance(40 * SECOND);
        assertThat(states(narrow).getLast()).as("the way back").isEqualTo(SlotState.FLOWING);
        link.takeBytes();
        sim.advance(2 * SECOND);
        assertThat(link.takeBytes() * 8 / 2).isGreaterThan(neededBps * 8 / 10);

        DownlinkSample fed = sample(narrow);
        assertThat(fed.slots().getFirst().granted()).isZero();
        assertThat(fed.sentBps()).isGreaterThan(neededBps * 8 / 10);

        assertThat(states(other)).containsOnly(SlotState.FLOWING);
        assertThat(other.video().holes()).isZero();
    }
}
