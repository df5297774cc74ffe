package io.banyan.node.media.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.media.congestion.ArrivalRecorder;
import io.banyan.node.media.congestion.BandwidthEstimator;
import io.banyan.node.plane.DownlinkSample;
import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.MediaEvent;
import io.banyan.protocol.rtcp.FullIntraRequest;
import io.banyan.protocol.rtcp.GenericNack;
import io.banyan.protocol.rtcp.PictureLossIndication;
import io.banyan.protocol.rtcp.Remb;
import io.banyan.protocol.rtcp.RtcpPacket;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A viewer whose feedback is wrong or far too much: it is counted, bounded, and nobody else's call is any different. */
class HostileViewerTest {
    private static final long MILLI = CallSim.MILLI;
    private static final int SECONDS = 10;

    private final CallSim sim = new CallSim(0xBAD);
    private final SplittableRandom random = new SplittableRandom(5);
    private final SimCall call = new SimCall(sim, List.of(), false);
    private final SimCall.Viewer good = call.addViewer();
    private final SimCall.Viewer hostile = call.addViewer();

    @BeforeEach
    void begin() {
        sim.connect();
        call.send(true);
        sim.advance(1_000 * MILLI);
    }

    /** Each millisecond, for some seconds; then the call ends. */
    private void flood(Runnable action) {
        boolean[] isOver = new boolean[1];
        sim.everyMilli(() -> {
            if (!isOver[0]) {
                action.run();
            }
        });
        sim.advance(SECONDS * 1_000 * MILLI);
        isOver[0] = true;
        sim.advance(200 * MILLI);
        call.send(false);
        sim.advance(500 * MILLI);
    }

    private void tell(RtcpPacket... packets) {
        hostile.client().peer().sendRtcp(packets);
    }

    private void assertTheOtherIsUnharmed() {
        assertThat(good.video().payloads()).hasSameSizeAs(call.camera.getFirst().sent());
        assertThat(good.audio().payloads()).hasSameSizeAs(call.heard());
        assertThat(good.video().retransmissions()).isZero();
    }

    private static DownlinkSample sample(SimCall.Viewer viewer) {
        return CallSim.events(viewer.client(), MediaEvent.DownlinkMeasured.class)
                .getLast()
                .sample();
    }

    @Test
    void shouldBearFeedbackOfPacketsThatWereNeverSentAtAbsurdTimes() {
        ArrivalRecorder invented = new ArrivalRecorder(1);
        flood(() -> {
            for (int i = 0; i < 20; i++) {
                invented.onPacket(random.nextInt(0x10000), random.nextLong(Long.MAX_VALUE / 4));
            }
            invented.poll(1, sim.now()).forEach(this::tell);
        });

        assertTheOtherIsUnharmed();
        assertThat(sample(hostile).estimateBps()).isBetween(BandwidthEstimator.MIN_BPS, BandwidthEstimator.MAX_BPS);
        assertThat(sample(good).estimateBps()).as("who reports nothing").isEqualTo(-1);
    }

    @Test
    void shouldSendNoMoreAgainThanItHasSentHoweverOftenItIsAsked() {
        int ssrc = hostile.video().ssrc();
        flood(() -> {
            int first = random.nextInt(0x10000);
            List<Integer> wireSeqs =
                    IntStream.range(0, 200).mapToObj(i -> (first + i) & 0xffff).toList();
            tell(new GenericNack(1, ssrc, wireSeqs));
        });

        assertTheOtherIsUnharmed();
        assertThat(hostile.video().retransmissions())
                .isLessThanOrEqualTo(call.camera.getFirst().sent().size() + 64);
        assertThat(sim.drops(DropReason.RETRANSMISSION_GONE)).isPositive();
        assertThat(sim.drops(DropReason.RETRANSMISSION_RATE_LIMITED)).isPositive();
    }

    @Test
    void shouldAskForAKeyFrameEachHalfSecondAtMost() {
        int before = call.camera.getFirst().keyframeRequests();
        int ssrc = hostile.video().ssrc();
        flood(() -> tell(
                new PictureLossIndication(1, ssrc),
                new FullIntraRequest(1, List.of(new FullIntraRequest.Entry(ssrc, random.nextInt(256))))));

        assertTheOtherIsUnharmed();
        assertThat(call.camera.getFirst().keyframeRequests() - before).isBetween(1, 2 * SECONDS + 2);
    }

    @Test
    void shouldCountWhatIsAboutStreamsThatItDoesNotHave() {
        int before = call.camera.getFirst().keyframes();
        int others = good.video().ssrc();
        flood(() -> tell(
                new PictureLossIndication(1, others),
                new GenericNack(1, others, List.of(random.nextInt(0x10000))),
                new PictureLossIndication(1, random.nextInt())));

        assertTheOtherIsUnharmed();
        assertThat(call.camera.getFirst().keyframes()).isEqualTo(before);
        assertThat(sim.drops(DropReason.RTCP_UNKNOWN_SOURCE)).isGreaterThan(SECONDS * 2_000);
    }

    @Test
    void shouldBeLimitedByNothingButItsOwnWord() {
        flood(() -> tell(new Remb(
                1, random.nextLong(Long.MAX_VALUE), List.of(hostile.video().ssrc()))));

        assertTheOtherIsUnharmed();
        assertThat(sample(hostile).estimateBps()).isBetween(BandwidthEstimator.MIN_BPS, BandwidthEstimator.MAX_BPS);
    }
}
