package io.banyan.loadtest.scenario;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.ChromiumBrowser;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.time.Duration;
import java.util.List;

/**
 * One of three dies without a word: a browser that was killed. A crashed tab of a browser that lives is another thing:
 * Chromium closes its socket with 1001, as if it had left.
 */
public record KilledTab() implements Scenario {
    /** 30 s after the node noticed, and what it takes to notice and to tell. */
    private static final double GONE_SECONDS = 32;

    private static final double SHOWN_SECONDS = 3;

    @Override
    public String name() {
        return "killed";
    }

    @Override
    public String plot() {
        return "a tab is killed: reconnecting, then gone after 30 s";
    }

    @Override
    public List<Figure> play(Stage stage) {
        try (CallOfPages call = CallOfPages.gather(stage, "killed", 2)) {
            CallPage victim = CallPage.open(
                    ChromiumBrowser.launchAlone(), PageSettings.small(stage.node(), call.room(), "Cleo", 103));
            call.add(victim);
            call.awaitAllSeen();
            CallPage witness = call.page(0);
            String id = victim.participantId();
            double killedMillis = witness.nowMillis();
            victim.kill();
            double shownMillis = PageLog.await(
                            witness,
                            entry -> entry.event().equals("participantUpdated")
                                    && entry.isAbout(id)
                                    && "reconnecting".equals(entry.state()))
                    .atMillis();
            stage.say("waiting for the participant to go");
            witness.await(
                    "rid of who is gone",
                    Duration.ofSeconds(60),
                    () -> witness.participants().stream()
                            .noneMatch(each -> each.id().equals(id)));
            double goneMillis = PageLog.await(
                            witness, entry -> entry.event().equals("participantLeft") && entry.isAbout(id))
                    .atMillis();
            return List.of(
                    new Figure(
                            "killed.reconnecting", (shownMillis - killedMillis) / 1e3, "s", Goal.atMost(SHOWN_SECONDS)),
                    new Figure("killed.gone", (goneMillis - killedMillis) / 1e3, "s", Goal.atMost(GONE_SECONDS)),
                    new Figure("killed.kept", (goneMillis - shownMillis) / 1e3, "s", Goal.atLeast(29)));
        }
    }
}
