package io.banyan.cluster.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TopologyWatchTest {
    @TempDir
    private Path folder;

    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    @Test
    void shouldKeepTheOldVersionUntilAGoodOneComes() throws Exception {
        Path file = folder.resolve("topology.json");
        write(file, TopologyDocumentTest.GOOD);
        try (TopologyWatch watch = TopologyWatch.start(file, Duration.ofMillis(5), heard::add)) {
            var _ = watch.listen(heard::add);
            assertThat(next()).isEqualTo(watch.current());
            assertThat(watch.current().version()).isEqualTo(7);

            write(file, "{");
            assertThat(next()).isInstanceOf(String.class).asString().contains(file.toString(), "no JSON");
            assertThat(watch.current().version()).isEqualTo(7);

            write(file, TopologyDocumentTest.GOOD.replace("\"us\"", "\"sa\""));
            assertThat(next()).asString().contains("write a higher one than 7");
            write(file, TopologyDocumentTest.GOOD.replace("7,", "6,"));
            assertThat(next()).asString().contains("has version 6");
            Files.delete(file);
            assertThat(next()).asString().contains("cannot be read (NoSuchFileException)");

            write(file, TopologyDocumentTest.GOOD.replace("\"us\"", "\"sa\"").replace("7,", "8,"));
            assertThat(next())
                    .isInstanceOfSatisfying(
                            Topology.class,
                            later -> assertThat(later.names())
                                    .extracting(Object::toString)
                                    .containsExactly("eu", "sa"));
            assertThat(watch.current().version()).isEqualTo(8);
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void shouldNotStartWithoutAGoodOne() {
        assertThatThrownBy(() -> TopologyWatch.start(folder.resolve("nowhere.json"), Duration.ofSeconds(1), heard::add))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("nowhere.json");
    }

    private Object next() throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }

    /** As an operator's tool should: the file is there at once or not at all. */
    private static void write(Path file, String text) throws IOException {
        Path next = file.resolveSibling("next");
        Files.writeString(next, text);
        Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
