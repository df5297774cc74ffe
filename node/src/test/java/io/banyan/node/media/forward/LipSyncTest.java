package io.banyan.node.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.media.testing.PacketMaker;
import io.banyan.node.media.testing.SentPacket;
import io.banyan.node.media.testing.TestPublisher;
import io.banyan.node.media.testing.TestSubscriber;
import io.banyan.protocol.rtcp.SenderReport;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.NtpTime;
import io.banyan.protocol.rtp.RtpClock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two people with clocks that differ and drift take turns on a slot pair. What each captured at one moment must be
 * sent with one time on the node's clock, and that time must be the right one but for the way to the node.
 */
class LipSyncTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1000 * MS;
    private static final long UNIX_OFFSET = 1_700_000_000L * SECOND;
    private static final RtpClock AUDIO = new RtpClock(48_000);
    private static final RtpClock VIDEO = new RtpClock(90_000);

    /** One participant: what it captures, when it arrives. */
    private static final class Person {
        private final PublisherClock clock = new PublisherClock();
        private final TestPublisher microphone = new TestPublisher(MediaKind.AUDIO, clock);
        private final TestPublisher camera = new TestPublisher(MediaKind.VIDEO, clock);
        private final PacketMaker opus;
        private final PacketMaker vp8;
        private final long ntpOffset;
        private final int driftPpm;
        private final int audioBase;
        private final int videoBase;
        private final SplittableRandom random;
        private int audioSeq;
        private int videoSeq;

        Person(int ssrc, long ntpOffset, int driftPpm, SplittableRandom random) {
            opus = new PacketMaker(ssrc, TestPublisher.OPUS);
            vp8 = new PacketMaker(ssrc + 1, TestPublisher.VP8);
            this.ntpOffset = ntpOffset;
            this.driftPpm = driftPpm;
            this.random = random;
            audioBase = random.nextInt();
            videoBase = random.nextInt();
            audioSeq = random.nextInt(60_000);
            videoSeq = random.nextInt(60_000);
        }

        /** A moment on its own clock, which all of its media go by. */
        private long own(long nodeNanos) {
            return nodeNanos + nodeNanos / SECOND * driftPpm * 1000 + nodeNanos % SECOND * driftPpm / 1_000_000;
        }

        private int audioTicks(long captured) {
            return audioBase + (int) AUDIO.toTicks(own(captured));
        }

        private int videoTicks(long captured) {
            return videoBase + (int) VIDEO.toTicks(own(captured));
        }

        Event audio(long captured) {
            long arrival = captured + 25 * MS + random.nextLong(8 * MS);
            int ticks = audioTicks(captured);
            return new Event(
                    arrival,
                    captured,
                    this,
                    microphone,
                    () -> microphone.receive(opus.packet(audioSeq++, ticks, false, (byte) 1), arrival));
        }

        /** Encoding and pacing make video later than audio. */
        Event video(long captured, boolean keyframe) {
            long arrival = captured + 60 * MS + random.nextLong(25 * MS);
            int ticks = videoTicks(captured);
            byte[] payload = PacketMaker.vp8(true, keyframe, videoSeq, videoSeq, videoSeq);
            return new Event(
                    arrival,
                    captured,
                    this,
                    camera,
                    () -> camera.receive(vp8.packet(videoSeq++, ticks, true, payload), arrival));
        }

        /** Rounded to milliseconds as browsers do. */
        Event report(TestPublisher track, long nodeNanos) {
            long unix = own(nodeNanos) + ntpOffset;
            long rounding = unix % MS;
            long ntp = NtpTime.fromUnixNanos(unix - rounding);
            int ticks = track == microphone ? audioTicks(nodeNanos) : videoTicks(nodeNanos);
            long arrival = nodeNanos + 30 * MS;
            return new Event(
                    arrival, nodeNanos, this, track, () -> track.encoding().onSenderReport(ntp, ticks, arrival));
        }
    }

    private record Event(long arrival, long captured, Person person, TestPublisher track, Runnable run) {}

    /** When the slot says that something captured at a moment was captured. */
    private record Claim(long captured, long claimed, long sentNanos) {}

    private final SlotPair pair = new SlotPair();
    private final TestSubscriber speaker = new TestSubscriber(MediaKind.AUDIO, pair, UNIX_OFFSET, 1);
    private final TestSubscriber screen = new TestSubscriber(MediaKind.VIDEO, pair, UNIX_OFFSET, 2);
    private final List<Claim> audioClaims = new ArrayList<>();
    private final List<Claim> videoClaims = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldSendWhatWasCapturedTogetherWithOneTime(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Person first = new Person(10, UNIX_OFFSET + 3 * SECOND, 80, random.split());
        Person second = new Person(20, UNIX_OFFSET - 4000 * SECOND, -120, random.split());
        List<Event> events = new ArrayList<>();
        for (Person person : List.of(first, second)) {
            for (long at = SECOND; at < 60 * SECOND; at += 20 * MS) {
                events.add(person.audio(at));
            }
            for (long at = SECOND; at < 60 * SECOND; at += 33 * MS) {
                events.add(person.video(at, random.nextInt(15) == 0));
            }
            for (long at = SECOND + 500 * MS; at < 60 * SECOND; at += SECOND) {
                events.add(person.report(person.camera, at));
            }
            for (long at = SECOND + 2500 * MS; at < 60 * SECOND; at += 5 * SECOND) {
                events.add(person.report(person.microphone, at));
            }
        }
        events.sort(Comparator.comparingLong(Event::arrival));
        List<Long> switches = run(events, first, second);
        assertThat(switches).hasSizeGreaterThan(5);
        assertThat(audioClaims).hasSizeGreaterThan(2000);
        for (long switched : switches) {
            checkSync(switched, switched + 6 * SECOND);
        }
        checkOneLine();
    }

    private List<Long> run(List<Event> events, Person first, Person second) {
        List<Long> switches = new ArrayList<>();
        Person shown = first;
        TrackForwarder audio = speaker.show(first.microphone.track, 1, 0);
        TrackForwarder video = screen.show(first.camera.track, 2, 0);
        long nextSwitch = 10 * SECOND;
        for (Event event : events) {
            if (event.arrival > nextSwitch && nextSwitch < 53 * SECOND) {
                nextSwitch += 7 * SECOND;
                shown = shown == first ? second : first;
                audio.close();
                video.close();
                audio = speaker.show(shown.microphone.track, 1, event.arrival);
                video = screen.show(shown.camera.track, 2, event.arrival);
                switches.add(event.arrival);
            }
            claims(event, speaker, audioClaims, AUDIO);
            if (event.track == event.person.camera) {
                claims(event, screen, videoClaims, VIDEO);
            }
        }
        return switches;
    }

    /** Reads what was sent for an event as a receiver does: by the slot's last sender report. */
    private void claims(Event event, TestSubscriber slot, List<Claim> claims, RtpClock clock) {
        if ((slot == speaker) != (event.track == event.person.microphone)) {
            return;
        }
        int before = slot.sent.size();
        event.run.run();
        if (slot.sent.size() == before) {
            return;
        }
        SentPacket sent = slot.last();
        SenderReport report = slot.stream.senderReport(event.arrival);
        long claimed = NtpTime.toUnixNanos(report.ntp()) + clock.toNanos(sent.timestamp() - report.rtpTimestamp());
        claims.add(new Claim(event.captured, claimed - UNIX_OFFSET, event.arrival));
    }

    /** Compares what was captured at nearly the same moment. */
    private void checkSync(long from, long to) {
        List<Claim> voices = audioClaims.stream()
                .filter(claim -> claim.sentNanos > from && claim.sentNanos < to)
                .toList();
        List<Claim> pictures = videoClaims.stream()
                .filter(claim -> claim.sentNanos > from && claim.sentNanos < to)
                .skip(2) // A key frame right behind another source's frame may have to wait for its turn.
                .toList();
        assertThat(pictures).isNotEmpty();
        for (Claim picture : pictures) {
            Claim voice = voices.stream()
                    .min(Comparator.comparingLong(claim -> Math.abs(claim.captured - picture.captured)))
                    .orElseThrow();
            long apart = (picture.claimed - picture.captured) - (voice.claimed - voice.captured);
            assertThat(apart / 1e6).as("ms that lips are behind the voice").isBetween(-5.0, 5.0);
            assertThat((voice.claimed - voice.captured) / 1e6)
                    .as("ms on the way")
                    .isBetween(15.0, 40.0);
        }
    }

    private void checkOneLine() {
        SenderReport early = speaker.stream.senderReport(10 * SECOND);
        SenderReport late = speaker.stream.senderReport(60 * SECOND);
        assertThat(late.rtpTimestamp() - early.rtpTimestamp()).isEqualTo(50 * 48_000);
    }
}
