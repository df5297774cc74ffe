package io.banyan.node.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.LogEntry;
import io.banyan.loadtest.scenario.CallOfPages;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.node.call.NodeUnderTest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Chromium whose network changes under its call: the media finds its way back, and nobody has to join anew. */
@Tag("browser")
@TestInstance(Lifecycle.PER_CLASS)
class PathChangeTest {
    private static final int FRAMES = 20;

    private final NodeUnderTest node = NodeUnderTest.start();
    private final Stage stage = node.stage();

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void shouldRestartIceByItselfWhenThePathIsDead() {
        try (CallOfPages call = CallOfPages.gather(stage, "dead", 2)) {
            List<String> ids =
                    call.pages().stream().map(CallPage::participantId).toList();

            node.network().cutPaths();
            for (CallPage page : call.pages()) {
                page.await(
                        "interrupted",
                        Stage.PATIENCE,
                        () -> page.state().mediaState().equals("interrupted"));
            }
            awaitBack(call, ids);
        }
    }

    @Test
    void shouldGoOnWhenARouterForgetsWhatItTranslated() {
        try (CallOfPages call = CallOfPages.gather(stage, "moved", 2)) {
            List<String> ids =
                    call.pages().stream().map(CallPage::participantId).toList();

            node.network().moveClients();
            awaitBack(call, ids);
        }
    }

    private static void awaitBack(CallOfPages call, List<String> ids) {
        for (int i = 0; i < ids.size(); i++) {
            CallPage page = call.page(i);
            page.await(
                    "connected again",
                    Stage.PATIENCE,
                    () -> page.state().mediaState().equals("connected"));
            Seen.awaitFrames(page, ids.get(1 - i), FRAMES);
            assertThat(page.participantId()).isEqualTo(ids.get(i));
            assertThat(page.log()).extracting(LogEntry::event).doesNotContain("rejoined");
        }
    }
}
