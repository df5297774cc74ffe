package io.banyan.node.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SequenceMapTest {
    private final SequenceMap map = new SequenceMap(16, 1);

    /**
     * Steps: "begin=N"; "N>M": forwarded as M; "N>-": has no number; "N/": left out, needs nothing; "N/M": left out,
     * M is to be filled.
     */
    static Stream<Arguments> scripts() {
        return Stream.of(
                Arguments.of("in order", "begin=50 50>1 51>2 52>3"),
                Arguments.of("reordered", "begin=50 50>1 53>4 51>2 52>3 54>5"),
                Arguments.of("lost for good leaves a hole", "begin=50 50>1 52>3 53>4"),
                Arguments.of("before the source's first", "begin=50 50>1 49>- 51>2"),
                Arguments.of("padding closes up", "begin=50 50>1 51/ 52>2 53/ 54/ 55>3"),
                Arguments.of("padding behind a loss", "begin=50 50>1 52/ 53>3 51>2"),
                Arguments.of("late padding fills its hole", "begin=50 50>1 52>3 51/2 53>4"),
                Arguments.of("a packet that was left out stays so", "begin=50 50>1 51/ 51>- 52>2"),
                Arguments.of("a switch closes up", "begin=50 50>1 51>2 begin=9000 9000>3 9001>4 51>- 52>-"),
                Arguments.of("a switch to lower numbers", "begin=9000 9000>1 begin=50 50>2 51>3 49>-"),
                Arguments.of("a hole before a switch stays", "begin=50 50>1 52>3 begin=900 900>4 901>5"),
                Arguments.of("missing at the end of a source", "begin=50 50>1 52/ begin=900 900>2"),
                Arguments.of("too old", "begin=50 50>1 52>3 68>19 51>- 53>4"),
                Arguments.of("across 65536", "begin=131070 131070>1 131073>4 131071>2 131072>3"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void shouldNumberPackets(String name, String script) {
        for (String step : script.split(" ", -1)) {
            int mark = Math.max(Math.max(step.indexOf('='), step.indexOf('>')), step.indexOf('/'));
            String left = step.substring(0, mark);
            String right = step.substring(mark + 1);
            switch (step.charAt(mark)) {
                case '=' -> map.begin(Long.parseLong(right));
                case '>' ->
                    assertThat(map.forward(Long.parseLong(left)))
                            .as("%s: %s", name, step)
                            .isEqualTo(number(right));
                default ->
                    assertThat(map.skip(Long.parseLong(left)))
                            .as("%s: %s", name, step)
                            .isEqualTo(number(right));
            }
        }
    }

    @Test
    void shouldSayThatASourceJumped() {
        map.begin(50);
        map.forward(50);
        assertThat(map.isBeyond(66)).isFalse();
        assertThat(map.isBeyond(67)).isTrue();
    }

    private static long number(String text) {
        return text.equals("-") || text.isEmpty() ? SequenceMap.NONE : Long.parseLong(text);
    }
}
