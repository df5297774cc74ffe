package io.banyan.node.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.node.call.NodeUnderTest;
import io.banyan.node.call.Tokens;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A viewer who is let speak, and slots that follow speech, in Chromium. */
@Tag("browser")
@TestInstance(Lifecycle.PER_CLASS)
class SpeakersTest {
    private final NodeUnderTest node = NodeUnderTest.start();
    private final Stage stage = node.stage();

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void shouldLetAViewerSpeakAndSilenceItAgain() {
        String room = "stage";
        try (CallPage chair = stage.open(page(room, "Ada", 301).withToken(Tokens.chair(room, "ada")));
                CallPage viewer =
                        stage.open(page(room, "Ben", 302).withPublish("none").withToken(Tokens.viewer(room, "ben")))) {
            chair.awaitJoined(Stage.PATIENCE);
            viewer.awaitJoined(Stage.PATIENCE);
            String id = viewer.participantId();
            assertThat(holds(viewer, "room.local.grants.publish.length === 0")).isTrue();
            chair.await(
                    "seeing the viewer",
                    Stage.PATIENCE,
                    () -> Seen.participant(chair, id).isPresent());

            run(viewer, "room.local.raiseHand()");
            await(chair, "[...room.participants.values()].some((one) => one.handRaisedAt && !one.canSpeak)");
            run(chair, "room.moderation.promote('ben', ['microphone', 'camera'])");
            await(viewer, "room.local.grants.publish.includes('camera') && !room.local.isHandRaised");
            viewer.muteMicrophone(false);
            viewer.muteCamera(false);
            chair.await("hearing the viewer", Stage.PATIENCE, () -> Seen.isLive(chair, id, "microphone"));
            Seen.awaitFrames(chair, id, 15);

            run(chair, "room.moderation.promote('ben', [])");
            await(viewer, "room.local.publications.length === 0");
            chair.await(
                    "rid of the viewer's tracks",
                    Stage.PATIENCE,
                    () -> Seen.participant(chair, id)
                            .filter(one -> one.tracks().isEmpty())
                            .isPresent());
            assertThat(viewer.participantId()).isEqualTo(id);
            assertThat(viewer.state().isConnected()).isTrue();
        }
    }

    @Test
    void shouldHearWhoIsNotQuietOnOneSlot() {
        String room = "loudest";
        try (CallPage listener = stage.open(page(room, "Ada", 311).with("loudest", "1"));
                CallPage first = stage.open(page(room, "Ben", 312));
                CallPage second = stage.open(page(room, "Cleo", 313))) {
            List.of(listener, first, second).forEach(page -> page.awaitJoined(Stage.PATIENCE));
            List<String> others = List.of(first.participantId(), second.participantId());
            for (int turn = 0; turn < 4; turn++) {
                CallPage quiet = turn % 2 == 0 ? first : second;
                String heard = others.get(1 - turn % 2);
                quiet.muteMicrophone(true);
                listener.await(
                        "hearing the one who is not muted",
                        Stage.PATIENCE,
                        () -> heardBy(listener, others).equals(List.of(heard)));
                quiet.muteMicrophone(false);
            }
            // Pictures go on as they were.
            others.forEach(id -> Seen.awaitFrames(listener, id, 15));
        }
    }

    private static List<String> heardBy(CallPage page, List<String> people) {
        return people.stream().filter(id -> Seen.isLive(page, id, "microphone")).toList();
    }

    private PageSettings page(String room, String name, int number) {
        return PageSettings.small(stage.node(), room, name, number);
    }

    private static void await(CallPage page, String expression) {
        page.await(expression, Stage.PATIENCE, () -> holds(page, expression));
    }

    private static boolean holds(CallPage page, String expression) {
        return page.page()
                .evaluate("() => { const { room } = window.banyanTest; return Boolean(" + expression + "); }")
                .toString()
                .equals("true");
    }

    private static void run(CallPage page, String expression) {
        page.page()
                .evaluate("async () => { const { room } = window.banyanTest; await " + expression + "; return true; }");
    }
}
