package io.banyan.node.media.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.LoopSnapshot;
import io.banyan.protocol.ice.IceClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** 150 000 malformed, truncated, replayed, forged and random datagrams into a loop that carries a call. */
class HostileFloodTest {
    private static final long MILLI = CallSim.MILLI;
    private static final long SEED = 4_711;
    private static final int MILLIS = 3_000;
    private static final int PER_MILLI = 50;
    /** Twice what a loop's buffers and a test's notes of its own packets come to. */
    private static final long MEMORY_BYTES = 24 << 20;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final CallSim sim = new CallSim(SEED);
    private final SimCall call = new SimCall(sim, List.of(), false);
    private final SimCall.Viewer viewer = call.addViewer();
    private final List<byte[]> genuine = new ArrayList<>();
    private byte[] genuineCheck = new byte[0];

    @Test
    void shouldCountEachByItsReasonAndLeaveTheCallUnharmed() {
        sim.connect();
        call.send(true);
        sim.tap(call.publisher.address(), genuine);
        sim.advance(500 * MILLI);
        ByteBuffer check = ByteBuffer.allocate(256);
        int bytes = new IceClient(call.publisher.own(), call.publisher.node(), random, 0).pollCheck(0, check);
        genuineCheck = Arrays.copyOf(check.array(), bytes);
        sim.inject(genuineCheck, call.publisher.address());
        LoopSnapshot before = sim.freshSnapshot();
        long memoryBefore = usedBytes();

        long notCounted = 0;
        for (int i = 0; i < MILLIS; i++) {
            for (int j = 0; j < PER_MILLI; j++) {
                notCounted += injectOne() ? 0 : 1;
            }
            sim.advance(MILLI);
            if (genuine.size() > 1_000) {
                genuine.subList(0, 500).clear();
            }
        }
        call.send(false);
        LoopSnapshot after = sim.freshSnapshot();

        assertThat(viewer.video().payloads())
                .usingElementComparator(Arrays::compare)
                .isEqualTo(call.camera.getFirst().sent());
        assertThat(viewer.audio().payloads())
                .usingElementComparator(Arrays::compare)
                .isEqualTo(call.heard());
        assertThat(sum(after) - sum(before)).isEqualTo((long) MILLIS * PER_MILLI - notCounted);
        assertThat(after.drops().keySet())
                .containsAll(EnumSet.of(
                        DropReason.BAD_LENGTH,
                        DropReason.UNKNOWN_PROTOCOL,
                        DropReason.UNKNOWN_SOURCE,
                        DropReason.STUN_MALFORMED,
                        DropReason.DTLS_BEFORE_ICE,
                        DropReason.SRTP_AUTH_FAILED,
                        DropReason.SRTP_REPLAYED))
                .doesNotContain(DropReason.INTERNAL_ERROR);
        assertThat(after.transports()).isEqualTo(2);
        assertThat(usedBytes() - memoryBefore).isLessThan(MEMORY_BYTES);
    }

    /** False for what the loop does not count as dropped: what it hands to a DTLS session, which judges for itself. */
    private boolean injectOne() {
        InetSocketAddress stranger = new InetSocketAddress(
                InetAddress.ofLiteral("203.0." + random.nextInt(256) + "." + random.nextInt(256)),
                1 + random.nextInt(65_535));
        InetSocketAddress from = random.nextBoolean() ? stranger : call.publisher.address();
        byte[] datagram = switch (random.nextInt(6)) {
            case 0 -> randomBytes(random.nextInt(1_600));
            case 1 -> first(randomBytes(1 + random.nextInt(200)), random.nextInt(4));
            case 2 -> first(randomBytes(1 + random.nextInt(200)), 128 + random.nextInt(64));
            case 3 -> flipped(genuineCheck);
            case 4 -> flipped(some());
            default -> some().clone();
        };
        if (random.nextInt(4) == 0) {
            datagram = Arrays.copyOf(datagram, random.nextInt(datagram.length + 1));
        }
        int length = datagram.length;
        boolean isDtls = length >= 13 && length <= 1_500 && datagram[0] >= 20 && datagram[0] <= 63;
        sim.inject(datagram, from);
        return !(isDtls && from.equals(call.publisher.address()));
    }

    /** One that has arrived already: the newest are still on their way. */
    private byte[] some() {
        return genuine.get(random.nextInt(Math.max(1, genuine.size() - 40)));
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] flipped(byte[] original) {
        byte[] bytes = original.clone();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    private static byte[] first(byte[] bytes, int value) {
        bytes[0] = (byte) value;
        return bytes;
    }

    private static long sum(LoopSnapshot snapshot) {
        return snapshot.drops().entrySet().stream()
                .filter(entry -> entry.getKey() != DropReason.DTLS_INBOX_FULL)
                .mapToLong(entry -> entry.getValue())
                .sum();
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
