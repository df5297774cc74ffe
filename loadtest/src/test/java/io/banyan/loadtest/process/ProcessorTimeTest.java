package io.banyan.loadtest.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
    @Test
    void shouldCountThreadsThatBeganAndNotFallByThoseThatEnded() {
        ProcessorTime before = new ProcessorTime(Map.of("1", 100L, "2", 1_000_000L));
        ProcessorTime after = new ProcessorTime(Map.of("1", 150L, "3", 7L));

        assertThat(after.nanosSince(before)).isEqualTo(57);
    }

    @Test
    void shouldNotKnowWhatNobodyTold() {
        assertThat(new ProcessorTime(Map.of("1", 1L)).nanosSince(new ProcessorTime(Map.of())))
                .isNaN();
    }
}
