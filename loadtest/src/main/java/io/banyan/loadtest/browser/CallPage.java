package io.banyan.loadtest.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One participant in a browser: the demo's page, driven by its {@code window.banyanTest}. Used by the thread that opened
 * its browser.
 */
public final class CallPage implements AutoCloseable {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    /** Coarse enough not to keep a page busy that shall draw. */
    private static final long POLL_NANOS = 50_000_000;

    private final ScriptedPage page;
    private final PageSettings settings;

    private CallPage(ScriptedPage page, PageSettings settings) {
        this.page = page;
        this.settings = settings;
    }

    /** Loads the demo, which joins by itself; does not wait for that. */
    public static CallPage open(ScriptedPage page, PageSettings settings) {
        page.navigate(settings.url());
        return new CallPage(page, settings);
    }

    public PageSettings settings() {
        return settings;
    }

    public ScriptedPage page() {
        return page;
    }

    public CallState state() {
        return ask(
                CallState.class,
                "() => window.banyanTest?.state()"
                        + " ?? {state: 'loading', mediaState: '', participantId: '', node: '', error: ''}");
    }

    /**
     * Until the page is in the room and its media is connected.
     *
     * @throws IllegalStateException when it was refused, or after the timeout
     */
    public CallPage awaitJoined(Duration timeout) {
        await("in the room", timeout, () -> {
            CallState now = state();
            if (now.state().equals("refused") || now.state().equals("failed")) {
                throw new IllegalStateException(settings.name() + " did not get in: " + now + ", log: " + log());
            }
            return now.isConnected() && now.mediaState().equals("connected");
        });
        return this;
    }

    public String participantId() {
        return state().participantId();
    }

    public List<SeenParticipant> participants() {
        return List.of(ask(SeenParticipant[].class, "() => window.banyanTest?.participants() ?? []"));
    }

    /** What is shown under a participant's name at this moment; null: no picture that can be read. */
    public @Nullable PictureReading readTile(String participantId) {
        JsonNode read = page.evaluate("(id) => window.banyanTest.readTile(id)", participantId);
        return read.isNull() ? null : to(PictureReading.class, read);
    }

    public List<FirstFrame> firstFrames() {
        return List.of(ask(FirstFrame[].class, "() => window.banyanTest?.firstFrames() ?? []"));
    }

    public List<LogEntry> log() {
        return List.of(ask(LogEntry[].class, "() => window.banyanTest?.log() ?? []"));
    }

    /** The SDK's statistics of the call. */
    public JsonNode stats() {
        return page.evaluate("() => window.banyanTest.stats()");
    }

    /** Begins to watch all tiles for a while; several pages do so at once, and one page several times at once. */
    public void beginCollecting(String name, double seconds) {
        page.evaluate(
                "(name, seconds) => { (window.loadtestCollected ??= {})[name] = window.banyanTest.collect({seconds}); }",
                name,
                seconds);
    }

    /** Waits for what {@link #beginCollecting} began. */
    public Collected endCollecting(String name) {
        return to(Collected.class, page.evaluate("(name) => window.loadtestCollected[name]", name));
    }

    public Collected collect(double seconds) {
        beginCollecting("one", seconds);
        return endCollecting("one");
    }

    /** Gives all pictures and sounds other slots, and waits for the pictures. */
    public SlotSwitch switchSlots() {
        return ask(SlotSwitch.class, "() => window.banyanTest.switchSlots()");
    }

    /** @return when it was asked for, in milliseconds since 1970 */
    public double muteMicrophone(boolean muted) {
        return page.evaluate("(muted) => window.banyanTest.muteMicrophone(muted)", muted)
                .asDouble();
    }

    /** @return when it was asked for, in milliseconds since 1970 */
    public double muteCamera(boolean muted) {
        return page.evaluate("(muted) => window.banyanTest.muteCamera(muted)", muted)
                .asDouble();
    }

    /** @return when it was asked for, in milliseconds since 1970 */
    public double shareScreen(boolean on) {
        return page.evaluate("(on) => window.banyanTest.shareScreen(on)", on).asDouble();
    }

    /** From inside the page; a {@code TcpCutter} does it from outside. */
    public void cutSignalling(double seconds) {
        page.evaluate("(seconds) => window.banyanTest.cutSignal(seconds)", seconds);
    }

    /** @return when, in milliseconds since 1970 */
    public double leave() {
        return page.evaluate("() => { const atMillis = performance.timeOrigin + performance.now();"
                        + " window.banyanTest.leave(); return atMillis; }")
                .asDouble();
    }

    /** Milliseconds since 1970 on the page's clock. */
    public double nowMillis() {
        return page.evaluate("() => performance.timeOrigin + performance.now()").asDouble();
    }

    /** The page's browser dies; it must have been launched alone. */
    public void kill() {
        page.kill();
    }

    /** Until something holds; the message of a timeout has the page's console. */
    public void await(String what, Duration timeout, BooleanSupplier holds) {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadlineNanos) {
                throw new IllegalStateException(settings.name() + " was not " + what + " within " + timeout.toSeconds()
                        + " s; state " + state() + ", console: " + page.console());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    @Override
    public void close() {
        page.close();
    }

    private <T> T ask(Class<T> type, String function) {
        return to(type, page.evaluate(function));
    }

    private static <T> T to(Class<T> type, JsonNode node) {
        try {
            return JSON.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the page's answer is not a " + type.getSimpleName() + ": " + node, e);
        }
    }
}
