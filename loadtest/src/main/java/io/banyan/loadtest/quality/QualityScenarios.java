package io.banyan.loadtest.quality;

import io.banyan.loadtest.netem.LossModel;
import io.banyan.loadtest.netem.NetemProfile;
import io.banyan.loadtest.netem.QueueLimit;
import io.banyan.loadtest.netem.RateTrace;
import io.banyan.loadtest.netem.TraceGenerator;
import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.loadtest.quality.QualityScenario.Judge;
import io.banyan.loadtest.quality.QualityScenario.Rival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The links that a viewer is measured behind. */
public final class QualityScenarios {
    static final Duration DOWN_AT = Duration.ofSeconds(10);
    static final Duration UP_AT = Duration.ofSeconds(40);

    /** 150, 500 and 1700 kbit/s; frames differ in size by up to 30 %. */
    private static final VideoSettings CAMERA = VideoSettings.SIMULCAST.withSpread(0.3);

    /** As fast as two cores encode and decode it in three sizes. */
    private static final VideoSettings BROWSER_CAMERA = new VideoSettings(15, CAMERA.encodings(), 1280, 720, 0);

    private static final int WALL = 6;
    private static final long MBPS = 1_000_000;
    private static final long FAST = 5 * MBPS;

    private QualityScenarios() {}

    /** @param seed of what traces are made of */
    public static List<QualityScenario> all(long seed) {
        List<QualityScenario> all = new ArrayList<>();
        all.add(new QualityScenario("steady-300k", "300 kbit/s", CAMERA, 1, RateTrace.constant(300_000)));
        for (long mbps : new long[] {1, 2, 3, 5}) {
            all.add(new QualityScenario(
                            "steady-" + mbps + "m",
                            mbps + " Mbit/s and six cameras that would take more",
                            wall(mbps * MBPS),
                            WALL,
                            RateTrace.constant(mbps * MBPS))
                    .judged(Judge.STEADY));
        }
        all.add(step("step", "", CAMERA));
        all.add(new QualityScenario(
                "sawtooth",
                "3 Mbit/s down to 0.4 and back in 32 s",
                CAMERA,
                1,
                TraceGenerator.sawtooth(3 * MBPS, 400_000, 8, Duration.ofSeconds(2), Duration.ofSeconds(70))));
        all.add(new QualityScenario(
                        "lte", "a phone on the move", CAMERA, 1, TraceGenerator.lte(seed, Duration.ofSeconds(70)))
                .with(QueueLimit.delay(Duration.ofMillis(500)))
                .over(delay(30), delay(30)));
        all.add(new QualityScenario(
                        "wifi",
                        "a shared network of a house",
                        CAMERA,
                        1,
                        TraceGenerator.wifi(seed, Duration.ofSeconds(70)))
                .over(delay(22).withDelay(Duration.ofMillis(22), Duration.ofMillis(8)), delay(25)));
        for (int percent : new int[] {3, 10, 20}) {
            QualityScenario lossy = fast("loss-" + percent, percent + " % random loss")
                    .over(delay(25).withLoss(LossModel.random(percent / 100.0)), delay(25));
            all.add(percent == 20 ? lossy.judged(Judge.HEAVY_LOSS) : lossy);
        }
        NetemProfile far = delay(100).withLoss(LossModel.random(0.03));
        all.add(fast("mobile", "200 ms round trip, 3 % loss each way")
                .over(far, far)
                .judged(Judge.LONG_WAY));
        all.add(fast("burst", "3 % loss in bursts of four")
                .over(delay(25).withLoss(LossModel.bursts(0.03, 4)), delay(25)));
        all.add(fast("jitter", "100 ms jitter")
                .over(NetemProfile.PERFECT.withDelay(Duration.ofMillis(25), Duration.ofMillis(100)), delay(25)));
        all.add(fast("reorder", "5 % overtaken by 30 ms")
                .over(delay(25).withReordering(0.05, Duration.ofMillis(30)), delay(25)));
        all.add(new QualityScenario(
                        "asymmetric", "3 Mbit/s down, 64 kbit/s up", CAMERA, 1, RateTrace.constant(3 * MBPS))
                .over(delay(25), delay(25).withRate(64_000, 8_000)));
        for (int queue : new int[] {50, 300}) {
            all.add(shared("twins-" + queue, "two viewers", queue, Rival.VIEWER));
            all.add(shared("download-" + queue, "a download by TCP (CUBIC)", queue, Rival.DOWNLOAD));
        }
        return all;
    }

    /** Those that Chromium plays, one after the other. */
    public static List<QualityScenario> ofBrowsers() {
        return List.of(
                new QualityScenario(
                        "browser-2m", "2 Mbit/s, Chromium", BROWSER_CAMERA, 1, RateTrace.constant(2 * MBPS)),
                step("browser-step", ", Chromium", BROWSER_CAMERA),
                new QualityScenario(
                                "browser-loss",
                                "20 % random loss, Chromium",
                                BROWSER_CAMERA,
                                1,
                                RateTrace.constant(FAST))
                        .over(delay(25).withLoss(LossModel.random(0.2)), delay(25))
                        .judged(Judge.HEAVY_LOSS));
    }

    private static QualityScenario step(String name, String with, VideoSettings video) {
        return new QualityScenario(
                        name,
                        "3 Mbit/s, 0.5 from " + DOWN_AT.toSeconds() + " s to " + UP_AT.toSeconds() + " s" + with,
                        video,
                        1,
                        RateTrace.constant(3 * MBPS).then(DOWN_AT, 500_000).then(UP_AT, 3 * MBPS))
                .with(QueueLimit.bytesOf(500_000, Duration.ofMillis(300)))
                .lasting(60)
                .judged(Judge.STEP);
    }

    private static QualityScenario fast(String name, String plot) {
        return new QualityScenario(name, plot, CAMERA, 1, RateTrace.constant(FAST));
    }

    private static QualityScenario shared(String name, String with, int queueMillis, Rival rival) {
        return new QualityScenario(
                        name,
                        "4 Mbit/s with " + with + ", a queue of " + queueMillis + " ms",
                        wall(4 * MBPS),
                        WALL,
                        RateTrace.constant(4 * MBPS))
                .with(QueueLimit.bytesOf(4 * MBPS, Duration.ofMillis(queueMillis)))
                .against(rival)
                .lasting(60)
                .judged(Judge.SHARED);
    }

    /** So many small steps that the link can be filled: all on their best take 1.08 of it, on their least 0.36. */
    private static VideoSettings wall(long linkBps) {
        return CAMERA.withEncodings(List.of(
                new VideoSettings.Encoding("q", (int) (linkBps * 0.06)),
                new VideoSettings.Encoding("h", (int) (linkBps * 0.12)),
                new VideoSettings.Encoding("f", (int) (linkBps * 0.18))));
    }

    static NetemProfile delay(int millis) {
        return NetemProfile.PERFECT.withDelay(Duration.ofMillis(millis), Duration.ZERO);
    }
}
