package io.banyan.loadtest.scenario;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.browser.SeenParticipant.SeenTrack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pages in one room of which each sees every other. */
public final class CallOfPages implements AutoCloseable {
    private static final List<String> NAMES = List.of("Ada", "Ben", "Cleo", "Dina", "Emil", "Fay");

    private final String room;
    private final List<CallPage> pages = new ArrayList<>();

    private CallOfPages(String room) {
        this.room = room;
    }

    /** Opens so many pages, at the stage's nodes in turn, and waits until each shows all the others. */
    public static CallOfPages gather(Stage stage, String plot, int people) {
        return gather(stage, plot, people, PageSettings.SMALL_FRAME_RATE);
    }

    /** With pictures of another rate, in frames a second. */
    public static CallOfPages gather(Stage stage, String plot, int people, int frameRate) {
        CallOfPages call = new CallOfPages(stage.newRoom(plot));
        try {
            for (int i = 0; i < people; i++) {
                PageSettings small = PageSettings.small(stage.node(i), call.room, NAMES.get(i), 101 + i);
                call.pages.add(stage.open(small.withFrameRate(frameRate)));
            }
            call.awaitAllSeen();
            return call;
        } catch (RuntimeException e) {
            call.close();
            throw e;
        }
    }

    public String room() {
        return room;
    }

    public List<CallPage> pages() {
        return pages;
    }

    public CallPage page(int index) {
        return pages.get(index);
    }

    /** Takes a page in that was opened elsewhere; closed with the others. */
    public void add(CallPage page) {
        pages.add(page);
    }

    /** Until every page shows a picture of every other, and hears it. */
    public void awaitAllSeen() {
        for (CallPage page : pages) {
            page.awaitJoined(Stage.PATIENCE);
        }
        for (CallPage page : pages) {
            page.await("seeing all others", Stage.PATIENCE, () -> sees(page) == pages.size() - 1);
        }
    }

    /** Each one's number in the picture, by name. */
    public Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        pages.forEach(
                page -> numbers.put(page.settings().name(), page.settings().number()));
        return numbers;
    }

    @Override
    public void close() {
        pages.forEach(CallPage::close);
    }

    private static long sees(CallPage page) {
        return page.participants().stream()
                .filter(other -> other.track("camera")
                        .map(SeenTrack::state)
                        .filter("live"::equals)
                        .isPresent())
                .filter(other -> other.track("microphone").isPresent())
                .filter(other -> page.readTile(other.id()) != null)
                .count();
    }
}
