package io.banyan.loadtest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NodeProcessTest {
    @TempDir
    private Path folder;

    @Test
    void shouldHandSettingsOverAndWaitUntilReady() throws IOException {
        Path log = folder.resolve("node.log");
        String script = "echo $JAVA_TOOL_OPTIONS; echo ready http://127.0.0.1:7780; exec sleep 60";
        try (NodeProcess node =
                NodeProcess.start(List.of("sh", "-c", script), Map.of("banyan.http.port", "7780"), log)) {
            assertThat(node.url()).hasToString("http://127.0.0.1:7780");
            assertThat(node.isAlive()).isTrue();
            assertThat(Files.readString(log)).contains("-Dbanyan.http.port=7780");
        }
    }

    @Test
    void shouldSayWhereToLookWhenTheNodeEnds() {
        Path log = folder.resolve("node.log");
        assertThatThrownBy(() -> NodeProcess.start(List.of("sh", "-c", "echo no; exit 3"), Map.of(), log))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(log.toString());
    }

    @Test
    void shouldReadMemoryAndProcessorTime() {
        ProcessUsage self = new ProcessUsage(ProcessHandle.current().pid());

        assertThat(self.residentMib()).isGreaterThan(10);
        assertThat(self.processorSeconds()).isPositive();
        assertThat(new ProcessUsage(Integer.MAX_VALUE).residentMib()).isNaN();
    }
}
