package io.banyan.loadtest.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
    @Test
    void shouldCountThreadsThatBeganAndNotFallByThoseThatEnded() {
        ProcessorTime before = new ProcessorTime(Map.of("1", 100L, "2", 1_000_000L), Map.of());
        ProcessorTime after = new ProcessorTime(Map.of("1", 150L, "3", 7L), Map.of());

        assertThat(after.nanosSince(before)).isEqualTo(57);
    }

    @Test
    void shouldCountOnlyThreadsOfTheNamesAskedFor() {
        Map<String, String> names = Map.of("1", "media-0", "2", "C2 CompilerThre");
        ProcessorTime before = new ProcessorTime(Map.of("1", 100L, "2", 200L), names);
        ProcessorTime after = new ProcessorTime(Map.of("1", 130L, "2", 900L, "4", 50L), names);

        assertThat(after.nanosSince(before, name -> name.startsWith("media-"))).isEqualTo(30);
    }

    @Test
    void shouldNotKnowWhatNobodyTold() {
        assertThat(new ProcessorTime(Map.of("1", 1L), Map.of()).nanosSince(new ProcessorTime(Map.of(), Map.of())))
                .isNaN();
    }
}
