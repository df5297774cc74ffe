package io.banyan.loadtest.quality;

import io.banyan.loadtest.netem.NetemProfile;
import io.banyan.loadtest.netem.QueueLimit;
import io.banyan.loadtest.netem.RateTrace;
import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.loadtest.scenario.Plot;
import java.time.Duration;

/**
 * Somebody watches cameras over a link.
 *
 * @param cameras all shown, as large as they come; the first is heard too
 * @param link towards the viewer; its start is the end of {@code warmUp}
 * @param queue in front of the link
 * @param down of all that goes to the viewer, behind the link; the delay is the whole of one way
 * @param up of all that the viewer sends
 * @param rival who else is on the link
 * @param length that is measured
 * @param judge which goals there are
 */
public record QualityScenario(
        String name,
        String plot,
        VideoSettings video,
        int cameras,
        RateTrace link,
        QueueLimit queue,
        NetemProfile down,
        NetemProfile up,
        Rival rival,
        Duration warmUp,
        Duration length,
        Judge judge)
        implements Plot {
    /** Who else is on the link. */
    public enum Rival {
        NONE,
        /** Another viewer of the same cameras. */
        VIEWER,
        /** A download by TCP with CUBIC. */
        DOWNLOAD
    }

    /** What is to be shown. */
    public enum Judge {
        /** Nothing has a goal. */
        REPORT,
        STEADY,
        /** Down at {@link QualityScenarios#DOWN_AT}, up again at {@link QualityScenarios#UP_AT}. */
        STEP,
        LONG_WAY,
        HEAVY_LOSS,
        SHARED
    }

    QualityScenario(String name, String plot, VideoSettings video, int cameras, RateTrace link) {
        this(
                name,
                plot,
                video,
                cameras,
                link,
                QueueLimit.delay(Duration.ofMillis(300)),
                QualityScenarios.delay(25),
                QualityScenarios.delay(25),
                Rival.NONE,
                Duration.ofSeconds(15),
                Duration.ofSeconds(45),
                Judge.REPORT);
    }

    QualityScenario with(QueueLimit newQueue) {
        return new QualityScenario(name, plot, video, cameras, link, newQueue, down, up, rival, warmUp, length, judge);
    }

    QualityScenario over(NetemProfile newDown, NetemProfile newUp) {
        return new QualityScenario(
                name, plot, video, cameras, link, queue, newDown, newUp, rival, warmUp, length, judge);
    }

    QualityScenario against(Rival newRival) {
        return new QualityScenario(name, plot, video, cameras, link, queue, down, up, newRival, warmUp, length, judge);
    }

    QualityScenario lasting(int seconds) {
        return new QualityScenario(
                name, plot, video, cameras, link, queue, down, up, rival, warmUp, Duration.ofSeconds(seconds), judge);
    }

    QualityScenario judged(Judge newJudge) {
        return new QualityScenario(name, plot, video, cameras, link, queue, down, up, rival, warmUp, length, newJudge);
    }
}
