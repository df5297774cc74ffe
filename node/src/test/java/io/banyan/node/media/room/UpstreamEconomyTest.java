package io.banyan.node.media.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.media.receive.CaptureClock;
import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.PacketSink;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.media.testing.PacketMaker;
import io.banyan.node.media.testing.TestPublisher;
import io.banyan.protocol.rtp.MediaKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpstreamEconomyTest {
    private static final long MS = 1_000_000;
    private static final long STEP_MILLIS = 10;
    private static final long FRAME_MILLIS = 30;

    private final TestPublisher publisher = new TestPublisher(MediaKind.VIDEO, CaptureClock.NONE, "q", "h", "f");
    private final List<PacketMaker> packets = new ArrayList<>();
    private final UpstreamEconomy economy = new UpstreamEconomy(publisher.track);
    private final Set<String> wanted = new HashSet<>();
    /** What the publisher sends. */
    private final Set<String> sent = new HashSet<>(Set.of("q", "h", "f"));
    /** "f-": is to stop, "f+": is to be sent. */
    private final List<String> told = new ArrayList<>();

    private final List<Long> keyframesAskedMillis = new ArrayList<>();
    private boolean obeys = true;
    private long millis;
    private int seq;

    @BeforeEach
    void setUp() {
        for (EncodingReceiver encoding : publisher.track.encodings()) {
            packets.add(new PacketMaker(encoding.index() + 1, TestPublisher.VP8).rid(encoding.rid()));
        }
        publisher.track.addSink(new PacketSink() {
            @Override
            public void onPacket(EncodingReceiver from, PacketSlot slot, long nowNanos) {}

            @Override
            public boolean wants(EncodingReceiver encoding) {
                return wanted.contains(encoding.rid());
            }
        });
    }

    @Test
    void shouldStopWhatNobodyWantedForFiveSeconds() {
        wanted.add("q");
        advance(4_900);
        assertThat(told).isEmpty();
        advance(200);
        assertThat(told).containsExactly("h-", "f-");
        advance(60_000);
        assertThat(told).hasSize(2);
    }

    @Test
    void shouldNotStopWhatIsWantedNowAndThen() {
        wanted.addAll(Set.of("q", "h"));
        for (int i = 0; i < 10; i++) {
            wanted.add("f");
            advance(100);
            wanted.remove("f");
            advance(4_000);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void shouldOfferWhatItStopped() {
        wanted.add("q");
        advance(20_000);
        assertThat(publisher.encoding("f").isActive(now())).isTrue();
    }

    @Test
    void shouldResumeOnlyWhatIsWantedWhileSomethingComes() {
        wanted.add("q");
        advance(6_000);
        told.clear();
        wanted.add("f");
        advance(60);
        assertThat(told).containsExactly("f+");
        advance(60_000);
        assertThat(told).hasSize(1);
    }

    @Test
    void shouldResumeEverythingForTheFirstWhoWatches() {
        advance(6_000);
        assertThat(told).containsExactly("q-", "h-", "f-");
        told.clear();
        wanted.add("h");
        advance(60);
        assertThat(told).containsExactly("q+", "h+", "f+");
        told.clear();
        advance(6_000);
        assertThat(told).containsExactly("q-", "f-");
    }

    @Test
    void shouldSeeANewSinkAtOnce() {
        advance(20_000);
        told.clear();
        publisher.track.addSink((from, slot, nowNanos) -> {});
        economy.poll(this::tell, now() + 1);
        assertThat(told).containsExactly("q+", "h+", "f+");
    }

    @Test
    void shouldRepeatAWishEachSecondAndGiveUpAfterThree() {
        wanted.add("q");
        advance(6_000);
        told.clear();
        obeys = false;
        wanted.add("f");
        advance(2_900);
        assertThat(told).containsExactly("f+", "f+", "f+");
        assertThat(publisher.encoding("f").isActive(now())).isTrue();
        advance(200);
        assertThat(publisher.encoding("f").isActive(now())).isFalse();
        advance(60_000);
        assertThat(told).hasSize(3);
    }

    @Test
    void shouldLeaveTheKeyFrameToTheResumeForHalfASecond() {
        wanted.add("q");
        advance(20_000);
        keyframesAskedMillis.clear();
        publisher.encoding("f").keyframes().request();
        advance(1_000);
        assertThat(keyframesAskedMillis).isEmpty();
        wanted.add("f");
        long wishedMillis = millis;
        advance(2_000);
        assertThat(told).endsWith("f+");
        // What came does not begin with a key frame: here no encoder makes one.
        assertThat(keyframesAskedMillis.getFirst() - wishedMillis).isBetween(500L, 600L);
    }

    @Test
    void shouldTellASelfWilledPublisherEverMoreSeldom() {
        wanted.addAll(Set.of("q", "h"));
        obeys = false;
        advance(21_000);
        // After 5, 10 and 20 s.
        assertThat(told).containsExactly("f-", "f-", "f-");
        assertThat(publisher.encoding("f").isActive(now())).isTrue();
        advance(600_000);
        assertThat(told).hasSize(3 + 1 + 1 + 9);
    }

    @Test
    void shouldStopAgainWhatTheClientSentAnewByItself() {
        wanted.add("q");
        advance(20_000);
        told.clear();
        sent.addAll(Set.of("h", "f"));
        advance(200);
        assertThat(told).containsExactly("h-", "f-");
        assertThat(sent).containsExactly("q");
    }

    @Test
    void shouldStillOfferWhatStoppedLate() {
        wanted.add("q");
        obeys = false;
        advance(8_000);
        sent.remove("f");
        advance(60_000);
        assertThat(publisher.encoding("f").isActive(now())).isTrue();
        wanted.add("f");
        advance(60);
        assertThat(told).endsWith("f+");
    }

    @Test
    void shouldStopNothingThatDoesNotCome() {
        advance(100);
        sent.clear();
        advance(30_000);
        assertThat(told).isEmpty();
        sent.addAll(Set.of("q", "h", "f"));
        advance(4_900);
        assertThat(told).isEmpty();
        advance(200);
        assertThat(told).hasSize(3);
    }

    @Test
    void shouldNeverStopSound() {
        TestPublisher microphone = new TestPublisher(MediaKind.AUDIO, CaptureClock.NONE);
        PacketMaker sound = new PacketMaker(9, TestPublisher.OPUS);
        UpstreamEconomy itsEconomy = new UpstreamEconomy(microphone.track);
        for (int i = 0; i < 1_000; i++) {
            long nowNanos = i * 20L * MS;
            microphone.receive(sound.packet(i, i * 960L, false, (byte) 1, (byte) 2), nowNanos);
            itsEconomy.poll(this::tell, nowNanos);
        }
        assertThat(told).isEmpty();
    }

    private void advance(long forMillis) {
        for (long end = millis + forMillis; millis < end; millis += STEP_MILLIS) {
            if (millis % FRAME_MILLIS == 0) {
                seq++;
                sent.forEach(this::sendFrame);
            }
            economy.poll(this::tell, now());
            publisher.track.pollKeyframes((encoding, nowNanos) -> keyframesAskedMillis.add(nowNanos / MS), now());
        }
    }

    private void sendFrame(String rid) {
        byte[] payload = PacketMaker.vp8(true, seq == 1, seq, seq, seq);
        publisher.receive(packets.get(publisher.encoding(rid).index()).packet(seq, millis * 90, true, payload), now());
    }

    private void tell(EncodingReceiver encoding, boolean isWanted) {
        told.add(encoding.rid() + (isWanted ? "+" : "-"));
        if (obeys && isWanted) {
            sent.add(encoding.rid());
        } else if (obeys) {
            sent.remove(encoding.rid());
        }
    }

    private long now() {
        return millis * MS;
    }
}
