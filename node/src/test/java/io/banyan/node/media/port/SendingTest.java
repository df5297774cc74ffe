package io.banyan.node.media.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.banyan.node.plane.DropReason;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the kernel is asked for, read from the memory that it would read. */
@SuppressWarnings("restricted")
class SendingTest {
    private final SendVector vector = new SendVector(Libc.AF_INET);
    private final KernelInJava kernel = new KernelInJava();
    private final Map<DropReason, Integer> notSent = new HashMap<>();
    private Sending sending = sending(true);

    @Test
    void shouldSendRunsOfEqualLengthAsOneMessageWithAShorterOneAtTheEnd() {
        send(1, 1200, 1200, 700, 700, 1200, 100);
        send(2, 50);
        sending.flush();

        assertThat(kernel.messages).containsExactly("1: 1200 1200 700", "1: 700", "1: 1200 100", "2: 50");
        assertThat(sending.sample().segmented()).isEqualTo(5);
        assertThat(sending.sample().messages()).isEqualTo(4);
    }

    @Test
    void shouldBringTogetherWhatGoesToOneDestination() {
        for (int i = 0; i < 3; i++) {
            send(1, 1000);
            send(2, 1000);
        }
        sending.flush();

        assertThat(kernel.messages).containsExactly("1: 1000 1000 1000", "2: 1000 1000 1000");
        assertThat(kernel.calls).isEqualTo(1);
    }

    @Test
    void shouldKeepRunsBelowWhatAnIpPacketAndTheKernelTake() {
        for (int i = 0; i < 100; i++) {
            send(1, 1500);
            send(2, 100);
        }
        sending.flush();

        assertThat(kernel.runLengths("1")).containsExactly(43, 43, 14);
        assertThat(kernel.runLengths("2")).containsExactly(64, 36);
    }

    @Test
    void shouldSwitchSegmentationOffWhenTheDeviceCannot() {
        kernel.answers.add(-Libc.EIO);
        send(1, 1200, 1200, 1200);
        send(2, 1200, 1200);
        sending.flush();
        send(1, 1200, 1200);
        sending.flush();

        // What was built already is tried as it is; what comes later is not.
        assertThat(kernel.messages)
                .containsExactly("1: 1200", "1: 1200", "1: 1200", "2: 1200 1200", "1: 1200", "1: 1200");
        assertThat(sending.sample().segments()).isFalse();
        assertThat(sending.sample().refusedRuns()).isEqualTo(1);
        assertThat(notSent).isEmpty();
    }

    @Test
    void shouldSegmentNoMoreToWhereThePathIsNarrowButToOthers() {
        kernel.answers.add(-Libc.EINVAL);
        for (int round = 0; round < 2; round++) {
            send(1, 1200, 1200);
            send(2, 1200, 1200);
            sending.flush();
        }

        assertThat(kernel.messages)
                .containsExactly("1: 1200", "1: 1200", "2: 1200 1200", "1: 1200", "1: 1200", "2: 1200 1200");
        assertThat(sending.sample().segments()).isTrue();
    }

    @Test
    void shouldSwitchSegmentationOffWhenItIsRefusedToMany() {
        for (int host = 1; host <= Sending.MAX_UNSEGMENTED + 1; host++) {
            kernel.answers.add(-Libc.EINVAL);
            send(host, 10, 10);
            sending.flush();
            kernel.answers.clear();
            assertThat(sending.sample().segments()).isEqualTo(host <= Sending.MAX_UNSEGMENTED);
        }
        assertThat(kernel.messages).hasSize(2 * (Sending.MAX_UNSEGMENTED + 1));
    }

    @Test
    void shouldSendNothingAsRunWithoutSegmentation() {
        sending = sending(false);
        send(1, 1200, 1200);
        sending.flush();

        assertThat(kernel.messages).containsExactly("1: 1200", "1: 1200");
    }

    @Test
    void shouldGoOnAfterInterruptionPartsAndRefusals() {
        kernel.answers.addAll(List.of(-Libc.EINTR, 1, -113, -Libc.EAGAIN, 1));
        send(1, 10);
        send(2, 20, 20);
        send(3, 30);
        send(4, 40);
        sending.flush();

        assertThat(kernel.messages).containsExactly("1: 10", "3: 30", "4: 40");
        assertThat(notSent).containsExactly(Map.entry(DropReason.SEND_REFUSED, 2));
    }

    @Test
    void shouldGiveUpOnAFullSocketAndBeginAnew() {
        kernel.isWritable = false;
        kernel.answers.addAll(List.of(1, -Libc.EAGAIN));
        send(1, 10);
        send(2, 20, 20, 20);
        send(3, 30);
        sending.flush();
        send(4, 40);
        sending.flush();

        assertThat(kernel.messages).containsExactly("1: 10", "4: 40");
        assertThat(notSent).containsExactly(Map.entry(DropReason.SEND_BUFFER_FULL, 4));
    }

    @Test
    void shouldMakeRoomByItselfForMoreThanItHolds() {
        for (int i = 0; i < 3 * SendVector.DATAGRAMS; i++) {
            send(i % 7, 1 + i % 1500);
        }
        sending.flush();

        assertThat(kernel.datagrams).isEqualTo(3 * SendVector.DATAGRAMS);
    }

    @Test
    void shouldForgetDestinationsWhenThereAreTooMany() {
        for (int i = 0; i < 10_000; i++) {
            send(i, 10);
            if (i % 3 == 0) {
                sending.flush();
            }
        }
        sending.flush();

        assertThat(kernel.datagrams).isEqualTo(10_000);
        assertThat(kernel.messages).contains("9999: 10").doesNotHaveDuplicates();
    }

    /** Whatever is asked of it in whatever order: an exception, or memory that the kernel may be pointed to. */
    @Test
    void shouldNeverPointOutsideItsMemory() {
        SplittableRandom random = new SplittableRandom(4711);
        int committed = 0;
        for (int i = 0; i < 200_000; i++) {
            int bytes = random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(-2, 2_060);
            try {
                switch (random.nextInt(40)) {
                    case 0 -> sending.flush();
                    case 1 -> {
                        // Of what was reserved before and not taken, or of nothing.
                        sending.commit(bytes, host(random.nextInt(5_000)));
                        committed++;
                    }
                    case 2 -> kernel.answers.add(-random.nextInt(1, 120));
                    default -> {
                        int at = sending.reserve(bytes);
                        assertThat(at).isBetween(0, SendVector.AREA_BYTES - bytes);
                        int used = random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(1, bytes + 1);
                        sending.commit(used, host(random.nextInt(300)));
                        committed++;
                    }
                }
            } catch (IllegalArgumentException expected) {
                assertThat(expected).hasMessageContaining("bytes");
            }
        }
        sending.flush();
        int refused = notSent.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(kernel.datagrams + refused).isEqualTo(committed);
        assertThat(kernel.datagrams).isGreaterThan(10_000);
    }

    @Test
    void shouldRefuseEveryIndexAndLengthThatIsOutside() {
        MessageHeaders headers = new MessageHeaders(4, 8, 2, MemorySegment.ofBuffer(vector.area()));
        List<Runnable> wrong = List.of(
                () -> headers.piece(8, 0, 1),
                () -> headers.piece(-1, 0, 1),
                () -> headers.piece(0, -1, 1),
                () -> headers.piece(0, 0, -1),
                () -> headers.piece(0, vector.area().capacity(), 1),
                () -> headers.piece(0, Long.MAX_VALUE, 1),
                () -> headers.piece(0, 1, Integer.MAX_VALUE),
                () -> headers.message(4, 0, 16, 0, 1, 0),
                () -> headers.message(-1, 0, 16, 0, 1, 0),
                () -> headers.message(0, 2, 16, 0, 1, 0),
                () -> headers.message(0, 0, 33, 0, 1, 0),
                () -> headers.message(0, 0, 16, 7, 2, 0),
                () -> headers.message(0, 0, 16, 0, -1, 0),
                () -> headers.message(0, 0, 16, Integer.MAX_VALUE, 1, 0),
                () -> headers.address(4, 1),
                () -> headers.address(0, 5),
                () -> headers.address(-1, 1),
                () -> headers.length(4),
                () -> headers.length(-1),
                () -> headers.resetNameLength(4));
        assertThat(wrong)
                .allSatisfy(call -> assertThatThrownBy(call::run).isInstanceOf(IndexOutOfBoundsException.class));
        assertThatThrownBy(() -> new MessageHeaders(1, 1, 1, MemorySegment.ofArray(new byte[8])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Sending sending(boolean segments) {
        Sending made = new Sending(kernel, vector, segments);
        made.start((reason, datagrams) -> notSent.merge(reason, datagrams, Integer::sum));
        return made;
    }

    private void send(int host, int... lengths) {
        for (int length : lengths) {
            sending.reserve(length);
            sending.commit(length, host(host));
        }
    }

    private static InetSocketAddress host(int host) {
        return new InetSocketAddress(InetAddress.ofLiteral("10.0." + ((host >> 8) & 0xFF) + "." + (host & 0xFF)), 7);
    }

    /** Reads messages where they lie, and fails where the kernel would. */
    private final class KernelInJava implements Sending.MessageSocket {
        private final Deque<Integer> answers = new ArrayDeque<>();
        private final List<String> messages = new ArrayList<>();
        private boolean isWritable = true;
        private int calls;
        private int datagrams;

        @Override
        public int send(SendVector from, int message, int count) {
            calls++;
            long address = from.address(message, count);
            int answer = answers.isEmpty() ? count : answers.remove();
            for (int i = 0; i < answer; i++) {
                take(MemorySegment.ofAddress(address + 64L * i).reinterpret(64));
            }
            return answer;
        }

        private void take(MemorySegment header) {
            MemorySegment name = at(header, 0, 32);
            int host = ((name.get(ValueLayout.JAVA_BYTE, 6) & 0xFF) << 8) | (name.get(ValueLayout.JAVA_BYTE, 7) & 0xFF);
            assertThat(header.get(ValueLayout.JAVA_INT, 8)).isEqualTo(16);
            int pieces = (int) header.get(ValueLayout.JAVA_LONG, 24);
            MemorySegment iovecs = at(header, 16, 16L * pieces);
            long area = MemorySegment.ofBuffer(vector.area()).address();
            StringBuilder lengths = new StringBuilder(host + ":");
            for (int i = 0; i < pieces; i++) {
                long base = iovecs.get(ValueLayout.JAVA_LONG, 16L * i);
                long length = iovecs.get(ValueLayout.JAVA_LONG, 16L * i + 8);
                assertThat(base).isBetween(area, area + SendVector.AREA_BYTES - length);
                assertThat(length).isBetween(1L, 2048L);
                lengths.append(' ').append(length);
            }
            long controlBytes = header.get(ValueLayout.JAVA_LONG, 40);
            assertThat(controlBytes).isEqualTo(pieces > 1 ? 24 : 0);
            if (pieces > 1) {
                MemorySegment control = at(header, 32, 24);
                assertThat(control.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(18);
                assertThat(control.get(ValueLayout.JAVA_INT, 8)).isEqualTo(17);
                assertThat(control.get(ValueLayout.JAVA_INT, 12)).isEqualTo(103);
                assertThat((long) control.get(ValueLayout.JAVA_SHORT, 16))
                        .isEqualTo(iovecs.get(ValueLayout.JAVA_LONG, 8));
            }
            datagrams += pieces;
            messages.add(lengths.toString());
        }

        private static MemorySegment at(MemorySegment header, long offset, long bytes) {
            return MemorySegment.ofAddress(header.get(ValueLayout.JAVA_LONG, offset))
                    .reinterpret(bytes);
        }

        @Override
        public boolean awaitWritable(long nanos) {
            return isWritable;
        }

        private List<Integer> runLengths(String host) {
            return messages.stream()
                    .filter(message -> message.startsWith(host + ":"))
                    .map(message -> message.split(" ", -1).length - 1)
                    .toList();
        }
    }
}
