package io.banyan.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtp.CodecId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call's packets go through on a link, by seed, in virtual time. */
class LinkSimulationTest {
    private static final long SECOND = 1_000 * LinkPipe.MILLI;

    /** Opus at 32 kbit/s, 20 ms. */
    private static final int AUDIO_BYTES = 80;

    private final List<LinkStream> streams = new ArrayList<>();

    private LinkStream audio(LinkPipe pipe, int alias) {
        LinkStream stream = track(pipe, new LinkStream(pipe, alias, CodecId.OPUS, DropClass.AUDIO));
        // Talkers keep no step with each other.
        pipe.at(
                pipe.nowNanos + pipe.random.nextLong(20 * LinkPipe.MILLI),
                () -> pipe.every(20 * LinkPipe.MILLI, () -> {
                    stream.send(AUDIO_BYTES, false);
                    pipe.a.session.flush(pipe.a.now());
                }));
        return stream;
    }

    /** 30 frames a second in packets as Chromium makes them: equal ones, of at most 1200 bytes with their header. */
    private LinkStream video(LinkPipe pipe, int alias, int kbps, DropClass dropClass) {
        LinkStream stream = track(pipe, new LinkStream(pipe, alias, CodecId.VP8, dropClass));
        int frameBytes = kbps * 1000 / 8 / 30;
        int packets = (frameBytes + 1159) / 1160;
        pipe.every(SECOND / 30, () -> {
            for (int i = 1; i <= packets; i++) {
                stream.send(frameBytes / packets, i == packets);
            }
            pipe.a.session.flush(pipe.a.now());
        });
        return stream;
    }

    private LinkStream track(LinkPipe pipe, LinkStream stream) {
        streams.add(stream);
        pipe.b.onMedia = frame -> streams.forEach(each -> each.onMedia(frame));
        return stream;
    }

    /** Lets the sources run, and then what is under way arrive. */
    private void play(LinkPipe pipe, long nanos) {
        long end = pipe.nowNanos + nanos;
        streams.forEach(stream -> stream.endNanos = end);
        pipe.run(nanos + 2 * SECOND);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldRepairFivePercentLossAtHundredMillis(long seed) {
        LinkPipe pipe = new LinkPipe(seed);
        pipe.loss = 0.05;
        pipe.jitterNanos = 2 * LinkPipe.MILLI;
        LinkStream audio = audio(pipe, 1);
        LinkStream video = video(pipe, 2, 1500, DropClass.BASE_LAYER);
        play(pipe, 60 * SECOND);
        LinkStatistics sent = pipe.a.session.statistics();
        String what = "video missing %.5f audio missing %.5f repair %.4f rtt %d ms loss %.3f"
                .formatted(
                        video.missingFraction(),
                        audio.missingFraction(),
                        (double) sent.sentRepairBytes() / sent.sentBytes(),
                        pipe.a.session.rttNanos() / LinkPipe.MILLI,
                        pipe.a.session.sendLossFraction());
        assertThat(video.missingFraction()).as(what).isLessThan(0.001);
        assertThat(video.latestNanos).as(what).isLessThan(700 * LinkPipe.MILLI);
        assertThat(audio.missingFraction()).as(what).isLessThan(0.005);
        assertThat((double) sent.sentRepairBytes() / sent.sentBytes()).as(what).isBetween(0.03, 0.10);
    }

    @Test
    void shouldCostVideoNoMoreThanThreePercentOverSrtp() {
        LinkPipe pipe = new LinkPipe(5);
        LinkStream video = video(pipe, 2, 1500, DropClass.BASE_LAYER);
        play(pipe, 30 * SECOND);
        assertThat(overhead(pipe, video)).isLessThan(0.03);
    }

    @Test
    void shouldCostFiveTalkersNoMoreThanAQuarterOverSrtp() {
        LinkPipe pipe = new LinkPipe(6);
        LinkStream[] talkers = new LinkStream[5];
        for (int i = 0; i < talkers.length; i++) {
            talkers[i] = audio(pipe, i + 1);
        }
        play(pipe, 30 * SECOND);
        assertThat(overhead(pipe, talkers)).isLessThan(0.25);
    }

    /** Everything that the link sends, both ways, against the same packets as a client would have sent them. */
    private static double overhead(LinkPipe pipe, LinkStream... streams) {
        long srtpBytes = 0;
        for (LinkStream stream : streams) {
            srtpBytes += stream.srtpBytes;
        }
        long linkBytes = pipe.a.session.statistics().sentBytes()
                + pipe.b.session.statistics().sentBytes();
        return (double) linkBytes / srtpBytes - 1;
    }

    @Test
    void shouldDropHighestLayersFirstOnANarrowPath() {
        LinkPipe pipe = new LinkPipe(7);
        pipe.bottleneckBps = 2_000_000;
        pipe.oneWayNanos = 20 * LinkPipe.MILLI;
        LinkStream audio = audio(pipe, 1);
        LinkStream low = video(pipe, 2, 300, DropClass.BASE_LAYER);
        LinkStream high = video(pipe, 3, 3000, DropClass.HIGHEST_LAYER);
        List<Integer> paused = new ArrayList<>();
        pipe.a.paused = paused::add;
        pipe.run(30 * SECOND);
        int audioBefore = audio.came.cardinality();
        assertThat(paused).contains(3).doesNotContain(1);
        assertThat(audioBefore).isPositive();
        assertThat(audio.missingFraction()).isLessThan(0.05);
        assertThat(low.missingFraction()).isLessThan(0.10);
        assertThat(high.missingFraction()).isGreaterThan(0.3);
    }

    @Test
    void shouldTakeALayerUpAgainWhenThePathIsWideEnough() {
        LinkPipe pipe = new LinkPipe(8);
        pipe.bottleneckBps = 2_000_000;
        LinkStream low = video(pipe, 2, 300, DropClass.BASE_LAYER);
        LinkStream high = video(pipe, 3, 3000, DropClass.HIGHEST_LAYER);
        List<Integer> resumed = new ArrayList<>();
        pipe.a.resumed = resumed::add;
        pipe.run(5 * SECOND);
        assertThat(resumed).isEmpty();
        pipe.bottleneckBps = 10_000_000;
        pipe.run(25 * SECOND);
        assertThat(resumed).contains(3);
        int refusedBefore = high.refused;
        int lowBefore = low.refused;
        pipe.run(5 * SECOND);
        assertThat(high.refused).isEqualTo(refusedBefore);
        assertThat(low.refused).isEqualTo(lowBefore);
    }
}
