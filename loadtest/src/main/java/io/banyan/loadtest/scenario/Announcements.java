package io.banyan.loadtest.scenario;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.LogEntry;
import io.banyan.loadtest.report.Distribution;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.util.List;
import java.util.function.Predicate;

/**
 * One of three mutes, unmutes, starts and stops to share a screen; how soon the others know.
 *
 * @param rounds how often
 */
public record Announcements(int rounds) implements Scenario {
    private static final double KNOWN_MILLIS = 500;

    @Override
    public String name() {
        return "announcements";
    }

    @Override
    public String plot() {
        return "mute, unmute, screen share start and stop reach the others";
    }

    @Override
    public List<Figure> play(Stage stage) {
        Distribution muted = new Distribution();
        Distribution unmuted = new Distribution();
        Distribution shared = new Distribution();
        Distribution unshared = new Distribution();
        try (CallOfPages call = CallOfPages.gather(stage, "announcements", 3)) {
            CallPage actor = call.page(2);
            String id = actor.participantId();
            for (int i = 0; i < rounds; i++) {
                measure(call, muted, actor.muteMicrophone(true), entry -> isMuted(entry, id, true));
                measure(call, unmuted, actor.muteMicrophone(false), entry -> isMuted(entry, id, false));
                measure(call, shared, actor.shareScreen(true), entry -> isScreen(entry, id, "subscriptionAdded"));
                measure(call, unshared, actor.shareScreen(false), entry -> isScreen(entry, id, "subscriptionRemoved"));
            }
        }
        return List.of(
                figure("announcements.mute", muted, stage),
                figure("announcements.unmute", unmuted, stage),
                figure("announcements.screen.start", shared, stage),
                figure("announcements.screen.stop", unshared, stage));
    }

    private static Figure figure(String name, Distribution millis, Stage stage) {
        Goal goal = Goal.atMost(KNOWN_MILLIS + stage.longestWay().toMillis());
        return new Figure(name + ".max", millis.max(), "ms", goal, "median " + Math.round(millis.median()));
    }

    private static void measure(CallOfPages call, Distribution into, double askedMillis, Predicate<LogEntry> wanted) {
        for (CallPage page : call.pages().subList(0, 2)) {
            LogEntry known = PageLog.await(page, entry -> entry.atMillis() >= askedMillis && wanted.test(entry));
            into.add(known.atMillis() - askedMillis);
        }
    }

    private static boolean isMuted(LogEntry entry, String id, boolean muted) {
        return entry.event().equals("subscriptionChanged")
                && entry.isAbout(id)
                && "microphone".equals(entry.source())
                && Boolean.valueOf(muted).equals(entry.muted());
    }

    private static boolean isScreen(LogEntry entry, String id, String event) {
        return entry.event().equals(event) && entry.isAbout(id) && "screen".equals(entry.source());
    }
}
