package io.banyan.loadtest.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FlameGraphTest {
    @Test
    void shouldMakeCallsAsWideAsTheirShareWithCallersBelow() {
        String svg = FlameGraph.svg("test", Map.of("loop;send", 3L, "loop;seal", 1L));

        assertThat(svg)
                .contains("<title>loop 100.0 %</title><rect x=\"0.0\" y=\"40\" width=\"1199.8\"")
                .contains("<title>seal 25.0 %</title><rect x=\"0.0\" y=\"24\" width=\"299.8\"")
                .contains("<title>send 75.0 %</title><rect x=\"300.0\" y=\"24\" width=\"899.8\"");
    }

    @Test
    void shouldShowNamesAsTheyAre() {
        assertThat(FlameGraph.svg("a < b", Map.of("Type.<init>", 1L))).contains("a &lt; b", "Type.&lt;init&gt;");
    }
}
