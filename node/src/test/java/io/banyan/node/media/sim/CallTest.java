package io.banyan.node.media.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.SlotState;
import io.banyan.node.plane.TransportState;
import io.banyan.protocol.rtcp.SenderReport;
import io.banyan.protocol.rtcp.SourceDescription;
import io.banyan.protocol.rtcp.TransportFeedback;
import io.banyan.protocol.sdp.NegotiatedSlot;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A call through one loop in virtual time: what goes in comes out, and only that. */
class CallTest {
    private static final long MILLI = CallSim.MILLI;

    private final CallSim sim = new CallSim(7);

    @Test
    void shouldCarryEveryPacketByteExactToEverySubscriber() {
        SimCall call = new SimCall(sim, List.of(), false);
        call.addViewer();
        call.addViewer();
        sim.connect();

        call.send(true);
        sim.advance(2_000 * MILLI);
        call.send(false);
        sim.advance(200 * MILLI);

        for (SimCall.Viewer viewer : call.viewers) {
            assertSamePayloads(viewer.audio().payloads(), call.heard());
            assertSamePayloads(viewer.video().payloads(), call.camera.getFirst().sent());
            assertThat(viewer.audio().holes()).isZero();
            assertThat(viewer.video().holes()).isZero();
            assertThat(viewer.audio().packets()).allSatisfy(packet -> {
                assertThat(packet.payloadType()).isEqualTo(Lines.SUBSCRIBER_OPUS);
                assertThat(packet.csrcCount()).isEqualTo(1);
                assertThat(packet.csrc()).isEqualTo(SimCall.AUDIO_CSRC);
                assertThat(packet.mid()).isEqualTo(Lines.AUDIO_SLOT);
                assertThat(packet.audioLevel()).isEqualTo(MediaSource.AUDIO_LEVEL);
            });
            assertThat(viewer.video().packets()).allSatisfy(packet -> {
                assertThat(packet.payloadType()).isEqualTo(Lines.SUBSCRIBER_VP8);
                assertThat(packet.csrc()).isEqualTo(SimCall.VIDEO_CSRC);
                assertThat(packet.mid()).isEqualTo(Lines.VIDEO_SLOT);
                assertThat(packet.audioLevel()).isEqualTo(-1);
            });
        }
        assertThat(sim.freshSnapshot().drops().keySet())
                .isSubsetOf(DropReason.DTLS_BEFORE_ICE, DropReason.AUDIO_STARTING);
    }

    @Test
    void shouldRepairSeededLossOnBothSides() {
        SimCall call = new SimCall(sim, List.of(), false);
        SimCall.Viewer viewer = call.addViewer();
        sim.connect();
        call.send(true);
        sim.advance(200 * MILLI);
        sim.lose((random, isUplink) -> random.nextInt(100) < 5);
        sim.everyMilli(() -> {
            if (sim.now() / MILLI % 25 == 0) {
                viewer.video().nackHoles();
            }
        });

        sim.advance(4_000 * MILLI);
        sim.lose((random, isUplink) -> false);
        call.send(false);
        sim.advance(1_000 * MILLI);

        assertSamePayloads(viewer.video().payloads(), call.camera.getFirst().sent());
        assertThat(call.camera.getFirst().retransmissions()).isPositive();
        assertThat(viewer.video().retransmissions()).isPositive();
    }

    @Test
    void shouldAskForOneKeyFrameHoweverManyWantIt() {
        SimCall call = new SimCall(sim, List.of(), false);
        sim.connect();
        call.send(true);
        sim.advance(1_000 * MILLI);
        int before = call.camera.getFirst().keyframes();

        IntStream.range(0, 5).forEach(i -> call.addViewer());
        sim.connect();
        sim.advance(400 * MILLI);

        assertThat(call.camera.getFirst().keyframeRequests()).isBetween(1, 3);
        assertThat(call.camera.getFirst().keyframes()).isGreaterThan(before);
        assertThat(call.viewers)
                .allSatisfy(viewer -> assertThat(viewer.video().packets()).isNotEmpty());
    }

    @Test
    void shouldAskBySignallingWhereTheClientCanBe() {
        SimCall call = new SimCall(sim, List.of(), true);
        sim.connect();
        call.send(true);
        sim.advance(1_000 * MILLI);

        call.addViewer();
        sim.connect();
        sim.advance(300 * MILLI);

        assertThat(CallSim.events(call.publisher, MediaEvent.KeyFrameWanted.class))
                .isNotEmpty()
                .allSatisfy(wanted -> assertThat(wanted.track()).isEqualTo(call.videoTrack));
        assertThat(call.camera.getFirst().keyframeRequests()).isZero();
    }

    @Test
    void shouldTellControlWhatBeginsFlowsAndStops() {
        SimCall call = new SimCall(sim, List.of(), false);
        SimCall.Viewer viewer = call.addViewer();
        sim.connect();
        call.send(true);
        sim.advance(1_000 * MILLI);

        assertThat(CallSim.events(call.publisher, MediaEvent.TransportChanged.class))
                .extracting(MediaEvent.TransportChanged::state)
                .containsExactly(TransportState.CONNECTED);
        assertThat(CallSim.events(call.publisher, MediaEvent.EncodingStarted.class))
                .hasSize(2);
        assertThat(states(viewer)).containsExactly(SlotState.FLOWING, SlotState.FLOWING);

        call.send(false);
        sim.advance(3_000 * MILLI);

        assertThat(CallSim.events(call.publisher, MediaEvent.EncodingStopped.class))
                .hasSize(2);
        assertThat(states(viewer)).endsWith(SlotState.NO_MEDIA, SlotState.NO_MEDIA);
    }

    @Test
    void shouldSwitchASlotWithoutAHoleInItsNumbers() {
        SimCall one = new SimCall(sim, List.of(), false);
        SimCall other = new SimCall(sim, List.of(), false);
        SimCall.Viewer viewer = one.addViewer();
        sim.connect();
        one.send(true);
        other.send(true);
        sim.advance(1_000 * MILLI);

        one.show(viewer, other.audioTrack, other.videoTrack);
        sim.advance(1_000 * MILLI);
        one.send(false);
        other.send(false);
        sim.advance(200 * MILLI);

        List<byte[]> video = viewer.video().payloads();
        assertThat(viewer.video().holes()).isZero();
        assertThat(viewer.audio().holes()).isZero();
        assertThat(body(video.getLast()))
                .isEqualTo(body(other.camera.getFirst().sent().getLast()));
        assertThat(viewer.audio().payloads().getLast())
                .isEqualTo(other.microphone.sent().getLast());
    }

    @Test
    void shouldForwardTheBestEncodingOfSimulcast() {
        SimCall call = new SimCall(sim, List.of("q", "h", "f"), false);
        SimCall.Viewer viewer = call.addViewer();
        sim.connect();
        call.send(true);
        sim.advance(3_000 * MILLI);
        call.send(false);
        sim.advance(200 * MILLI);

        List<byte[]> video = viewer.video().payloads();
        assertThat(viewer.video().holes()).isZero();
        assertThat(body(video.getLast()))
                .isEqualTo(body(call.camera.getLast().sent().getLast()));
        assertThat(CallSim.events(call.publisher, MediaEvent.EncodingStarted.class))
                .extracting(MediaEvent.EncodingStarted::rid)
                .containsExactlyInAnyOrder("", "q", "h", "f");
        assertThat(sim.freshSnapshot().legs().stream()
                        .filter(leg -> leg.subscription() != null && leg.track().equals(call.videoTrack))
                        .map(leg -> leg.rid())
                        .collect(Collectors.toSet()))
                .containsExactly("f");
    }

    @Test
    void shouldReportOnEverySlotAndOnEveryArrival() {
        SimCall call = new SimCall(sim, List.of(), false);
        SimCall.Viewer viewer = call.addViewer();
        sim.connect();
        call.send(true);
        sim.advance(3_000 * MILLI);

        List<SenderReport> reports = viewer.client().peer().rtcp().stream()
                .filter(SenderReport.class::isInstance)
                .map(SenderReport.class::cast)
                .toList();
        assertThat(reports.stream().map(SenderReport::ssrc).collect(Collectors.toSet()))
                .hasSize(2);
        assertThat(viewer.client().peer().rtcp())
                .filteredOn(SourceDescription.class::isInstance)
                .allSatisfy(names -> assertThat(
                                ((SourceDescription) names).chunks().getFirst().cname())
                        .isEqualTo(NegotiatedSlot.CNAME))
                .hasSameSizeAs(reports);
        long reported = call.publisher.peer().rtcp().stream()
                .filter(TransportFeedback.class::isInstance)
                .mapToLong(feedback -> ((TransportFeedback) feedback).receivedCount())
                .sum();
        long sent = (long) call.microphone.sent().size()
                + call.camera.getFirst().sent().size();
        assertThat(reported).isBetween(sent - 50, sent);
    }

    @Test
    void shouldIdleWithoutTicksWhenNobodyIsThere() {
        assertThat(sim.tickNanos()).isEqualTo(1_000 * MILLI);
        SimCall call = new SimCall(sim, List.of(), false);
        // Nobody's packets wait.
        assertThat(sim.tickNanos()).isEqualTo(10 * MILLI);

        sim.submit(new MediaCommand.CloseTransport(call.publisher.transport()));

        assertThat(sim.tickNanos()).isEqualTo(1_000 * MILLI);
        assertThat(sim.freshSnapshot().transports()).isZero();
    }

    private static List<SlotState> states(SimCall.Viewer viewer) {
        return CallSim.events(viewer.client(), MediaEvent.SlotChanged.class).stream()
                .map(MediaEvent.SlotChanged::state)
                .toList();
    }

    /** Without the descriptor, whose picture id is the slot's. */
    private static byte[] body(byte[] vp8) {
        return Arrays.copyOfRange(vp8, 6, vp8.length);
    }

    private static void assertSamePayloads(List<byte[]> actual, List<byte[]> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).as("packet %d", i).isEqualTo(expected.get(i));
        }
    }
}
