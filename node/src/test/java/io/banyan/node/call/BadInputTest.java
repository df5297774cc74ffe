package io.banyan.node.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.loadtest.hostile.DatagramFlood;
import io.banyan.loadtest.hostile.HostileClient;
import io.banyan.loadtest.hostile.HostileOutcome;
import io.banyan.loadtest.peer.DemoToken;
import io.banyan.loadtest.peer.PeerSettings;
import io.banyan.loadtest.peer.SlotStats;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.loadtest.scenario.PeersCall;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.node.plane.DropReason;
import io.banyan.protocol.signal.v1.ErrorCode;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** While a call runs, others send what nobody should: it is refused and counted, and the call does not notice. */
@TestInstance(Lifecycle.PER_CLASS)
class BadInputTest {
    private static final VideoSettings VIDEO = VideoSettings.single(30, 200_000);
    private static final int DATAGRAMS = 200_000;
    /**
     * A fifth of what overflows the socket here, where Netty's leak detection writes down the way of each buffer; a node
     * without that bears ten times as much, which the benchmark's scenario {@code flood} measures with a million.
     */
    private static final int DATAGRAMS_PER_SECOND = 8_000;

    private static final int CAPTURED = 500;
    private static final int INJECTED = 5_000;
    /** A flood's worth of state, if something kept any, would be many times this. */
    private static final long MEMORY_BYTES = 48L << 20;

    /** Of a call beside a flood, on two busy cores. */
    private static final double TOLERATED_MISSING = 0.05;

    private final NodeUnderTest node = NodeUnderTest.start();
    private final Stage stage = node.stage();
    private final HostileClient hostile = new HostileClient(node.signalling(), 4711);
    private PeersCall call = PeersCall.gather(stage, "unharmed", 2, VIDEO);

    @BeforeEach
    void awaitFlowing() {
        awaitMore(30);
    }

    @AfterEach
    void shouldHaveLeftTheCallUnharmed() {
        awaitMore(30);
        assertThat(call.videoSlots()).allMatch(SlotStats::isClean);
        assertThat(call.videoSlots())
                .allSatisfy(slot -> assertThat((double) slot.contentMissing())
                        .isLessThanOrEqualTo(1 + TOLERATED_MISSING * slot.verified()));
        assertThat(call.peers()).allMatch(peer -> !peer.signal().closed().isDone());
        assertThat(call.peers()).allMatch(peer -> peer.roster().participants().size() == 2);
    }

    @AfterAll
    void stop() {
        hostile.close();
        call.close();
        node.close();
    }

    @Test
    void shouldBearAFloodOfBadDatagramsAndCountThemByReason() throws Exception {
        List<byte[]> captured = node.network().capture(CAPTURED).get(60, TimeUnit.SECONDS);
        // What is made on first use, and a metaspace, shall not be taken for a leak.
        new DatagramFlood(node.mediaAddress(), 1, captured).send(10_000, DATAGRAMS_PER_SECOND);
        long before = usedBytes();

        DatagramFlood.Sent sent =
                new DatagramFlood(node.mediaAddress(), 2, captured).send(DATAGRAMS, DATAGRAMS_PER_SECOND);

        assertThat(sent.count()).isEqualTo(DATAGRAMS);
        long used = usedBytes() - before;
        assertThat(used).as("bytes more than before").isLessThan(MEMORY_BYTES);
        for (DropReason reason : List.of(
                DropReason.BAD_LENGTH,
                DropReason.UNKNOWN_PROTOCOL,
                DropReason.UNKNOWN_SOURCE,
                DropReason.STUN_MALFORMED)) {
            awaitDrops(reason, 100);
        }
        long dropped = Stream.of(DropReason.values()).mapToLong(node::drops).sum();
        assertThat(dropped)
                .as("of %d that were sent", sent.count() - sent.refused())
                .isGreaterThan(DATAGRAMS / 4);
        assertThat(node.drops(DropReason.INTERNAL_ERROR)).isZero();
    }

    @Test
    void shouldRefuseReplayedAndForgedPacketsFromAClientsOwnAddress() throws Exception {
        List<byte[]> media = node.network().capture(CAPTURED).get(60, TimeUnit.SECONDS).stream()
                .filter(datagram -> (datagram[0] & 0xc0) == 0x80)
                .toList();
        assertThat(media).isNotEmpty();
        for (int i = 0; i < INJECTED; i++) {
            byte[] datagram = media.get(i % media.size()).clone();
            if (i % 2 == 0) {
                datagram[datagram.length - 1] ^= 1;
            }
            node.network().inject(datagram);
        }
        awaitDrops(DropReason.SRTP_REPLAYED, 100);
        awaitDrops(DropReason.SRTP_AUTH_FAILED, 100);
    }

    @Test
    void shouldEndWhoBreaksARuleOfTheSignalling() {
        String token = DemoToken.fetch(node.url(), "hostile", "Mallory");
        assertRefused(hostile.oversizedFrame(1 << 20));
        assertRefused(hostile.garbageProtobuf(), ErrorCode.ERROR_CODE_BAD_MESSAGE);
        assertRefused(hostile.textFrame(), ErrorCode.ERROR_CODE_BAD_MESSAGE);
        assertRefused(hostile.pingBeforeJoin(), ErrorCode.ERROR_CODE_BAD_MESSAGE);
        assertRefused(hostile.garbageSdp(token, "hostile"), ErrorCode.ERROR_CODE_BAD_OFFER);
        assertRefused(hostile.offerWithMediaLines(token, "hostile", 10_000), ErrorCode.ERROR_CODE_BAD_OFFER);
    }

    @Test
    void shouldEndWhoSaysAThousandThingsASecond() {
        PeerSettings settings = stage.peer(stage.newRoom("storm"), "Mallory");
        try (SyntheticPeer talker = SyntheticPeer.join(stage.peers(), settings)) {
            assertRefused(HostileClient.messageStorm(talker, 3_000, 1_000), ErrorCode.ERROR_CODE_RATE_LIMITED);
        }
    }

    private void awaitMore(long packets) {
        List<Long> before = verified();
        Eventually.holds("the call flows", Stage.PATIENCE, () -> {
            List<Long> now = verified();
            return !now.isEmpty()
                    && IntStream.range(0, now.size()).allMatch(i -> now.get(i) >= before.get(i) + packets);
        });
    }

    private List<Long> verified() {
        return call.videoSlots().map(SlotStats::verified).toList();
    }

    private void awaitDrops(DropReason reason, long atLeast) {
        Eventually.holds(reason + " counted", Stage.PATIENCE, () -> node.drops(reason) >= atLeast);
    }

    private static void assertRefused(HostileOutcome outcome, ErrorCode... codes) {
        assertThat(outcome.isClosed()).as(outcome.toString()).isTrue();
        if (codes.length > 0) {
            assertThat(outcome.firstError()).as(outcome.toString()).isIn((Object[]) codes);
        }
    }

    /** After what nobody holds is gone. */
    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory()
                - runtime.freeMemory()
                + ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
    }
}
