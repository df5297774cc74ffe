package io.banyan.node.media.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NackTrackerTest {
    private static final long MS = 1_000_000;
    private static final long RTT = 50 * MS;

    private final NackTracker tracker = new NackTracker();
    private final int[] out = new int[2000];

    /** A step is "time in ms: arrival", "time K: arrival of a key frame" or "time ? expected requests". */
    static Stream<Arguments> scripts() {
        return Stream.of(
                Arguments.of("nothing missing", "0:1 1:2 2:3 100?"),
                Arguments.of("waits for reordered packets", "0:1 1:3 5? 6?2"),
                Arguments.of("a reordered packet is not asked for", "0:1 1:3 3:2 50?"),
                Arguments.of("asks once in a round trip", "0:1 1:3 10?2 30? 59? 60?2 100? 110?2"),
                Arguments.of("asks no more once it came", "0:1 1:4 10?2,3 30:3 70?2"),
                Arguments.of("a packet before the first is not missing", "0:10 1:9 2:11 50?"),
                Arguments.of("gaps noticed later are asked for later", "0:1 1:3 4:5 7?2 9?4"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void shouldAskForWhatIsMissing(String name, String script) {
        for (String step : script.split(" ", -1)) {
            int mark = Math.max(step.indexOf(':'), step.indexOf('?'));
            long now = Long.parseLong(step.substring(0, mark)) * MS;
            String rest = step.substring(mark + 1);
            if (step.charAt(mark) == ':') {
                tracker.onPacket(0x10000 + Long.parseLong(rest), false, now);
            } else {
                List<Integer> expected = new ArrayList<>();
                for (String seq : rest.isEmpty() ? new String[0] : rest.split(",", -1)) {
                    expected.add(Integer.parseInt(seq));
                }
                assertThat(collect(now)).as("%s: %s", name, step).isEqualTo(expected);
            }
        }
    }

    @Test
    void shouldGiveUpAfterTenTriesAndWantAKeyFrame() {
        tracker.onPacket(100, true, 0);
        tracker.onPacket(102, false, 0);
        int asked = 0;
        for (long now = 5 * MS; now < 2000 * MS; now += 5 * MS) {
            asked += collect(now).size();
        }
        assertThat(asked).isEqualTo(NackTracker.MAX_TRIES);
        assertThat(tracker.missingCount()).isZero();
        assertThat(tracker.abandoned()).isEqualTo(1);
        assertThat(tracker.pollKeyframeWanted()).isTrue();
        assertThat(tracker.pollKeyframeWanted()).isFalse();
    }

    @Test
    void shouldGiveUpAfterOneSecondOverALongPath() {
        tracker.onPacket(100, true, 0);
        tracker.onPacket(102, false, 0);
        assertThat(tracker.collect(999 * MS, 300 * MS, out)).isEqualTo(1);
        assertThat(tracker.collect(1000 * MS, 300 * MS, out)).isZero();
        assertThat(tracker.abandoned()).isEqualTo(1);
    }

    @Test
    void shouldWantNoKeyFrameForWhatIsBelowOne() {
        tracker.onPacket(100, true, 0);
        tracker.onPacket(103, false, 0);
        tracker.onPacket(110, true, 900 * MS);
        assertThat(collect(1000 * MS)).doesNotContain(101, 102);
        assertThat(tracker.pollKeyframeWanted()).isFalse();
        // What was missing just before the key frame went with the rest: nobody needs it.
        assertThat(tracker.missingCount()).isZero();
    }

    @Test
    void shouldAskAcrossTheWrap() {
        tracker.onPacket(0x1fffe, false, 0);
        tracker.onPacket(0x20002, false, 0);
        assertThat(collect(10 * MS)).containsExactly(0xffff, 0, 1);
    }

    @Test
    void shouldStayBoundedWhenMuchIsMissing() {
        for (long seq = 0x10000; seq < 0x10000 + 100_000; seq += 100) {
            tracker.onPacket(seq, false, 0);
        }
        assertThat(tracker.missingCount()).isLessThanOrEqualTo(NackTracker.MAX_MISSING);
        assertThat(tracker.pollKeyframeWanted()).isTrue();
    }

    @Test
    void shouldAskForNothingWhenTheNumbersJump() {
        tracker.onPacket(0x10000, true, 0);
        tracker.onPacket(0x10000 + 20_000, false, 0);
        assertThat(collect(10 * MS)).isEmpty();
        assertThat(tracker.pollKeyframeWanted()).isTrue();
    }

    private List<Integer> collect(long nowNanos) {
        int count = tracker.collect(nowNanos, RTT, out);
        return Arrays.stream(out, 0, count).boxed().toList();
    }
}
