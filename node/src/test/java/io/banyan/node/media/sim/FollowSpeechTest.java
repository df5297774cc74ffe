package io.banyan.node.media.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.SlotWish;
import io.banyan.node.plane.TrackSpec;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.rtp.MediaKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Slots that follow speech, in virtual time: on one loop, and over links. */
class FollowSpeechTest {
    private static final long MILLI = CallSim.MILLI;
    private static final SlotWish SMALL = new SlotWish(320, 180, 0, 0, false, false);

    private final CallSim sim = new CallSim(3);
    private final SimNode first = sim.first();
    private final List<SimTalker> talkers = new ArrayList<>();
    private int nextSsrc = 10_000;

    /** Somebody all of whose slots follow speech, and what came on them. */
    private final class Listener {
        final SimClient client;
        final List<SlotSink> sound = new ArrayList<>();
        final List<SlotSink> pictures = new ArrayList<>();
        /** When the first packet came with a CSRC since {@link #forget}. */
        final Map<Integer, Long> firstNanos = new HashMap<>();

        Listener(SimNode home, int audio, int video) {
            int ssrc = nextSsrc;
            nextSsrc += 100;
            client = sim.open(home, Lines.slots(ssrc, audio, video));
            for (int i = 0; i < audio; i++) {
                sound.add(new SlotSink(client.peer(), ssrc + 2 * i, 0));
                follow("a" + i);
            }
            for (int i = 0; i < video; i++) {
                pictures.add(new SlotSink(client.peer(), ssrc + 2 * (audio + i), ssrc + 2 * (audio + i) + 1));
                follow("v" + i);
            }
            client.peer().receiveRtp(this::onRtp);
        }

        private void follow(String mid) {
            sim.submit(client.home(), new MediaCommand.FollowSpeech(client.transport(), mid, SMALL));
        }

        private void onRtp(byte[] packet) {
            for (List<SlotSink> kind : List.of(sound, pictures)) {
                for (SlotSink slot : kind) {
                    int before = slot.count();
                    slot.onRtp(packet);
                    if (slot.count() > before) {
                        firstNanos.putIfAbsent(slot.packets().getLast().csrc(), sim.now());
                    }
                }
            }
        }

        void forget() {
            firstNanos.clear();
        }

        /** When the first packet of this one came since {@link #forget}; never: the far end of time. */
        long firstNanos(SimTalker talker) {
            return firstNanos.getOrDefault(talker.csrc, Long.MAX_VALUE);
        }

        /** Who is on each slot of sound, by what came last. */
        List<Integer> heard() {
            return sound.stream().map(Listener::newest).toList();
        }

        List<Integer> seen() {
            return pictures.stream().map(Listener::newest).toList();
        }

        private static int newest(SlotSink slot) {
            return slot.count() == 0 ? 0 : slot.packets().getLast().csrc();
        }

        List<ParticipantId> speakers() {
            List<MediaEvent.SpeakersChanged> told = CallSim.events(client, MediaEvent.SpeakersChanged.class);
            return told.isEmpty() ? List.of() : told.getLast().speakers();
        }
    }

    @Test
    void shouldHearEverybodyWhereThereAreSlotsForAll() {
        talkers(first, 3);
        Listener listener = new Listener(first, 5, 0);
        sim.connect();
        sim.advance(1_000 * MILLI);

        assertThat(listener.heard()).contains(csrc(0), csrc(1), csrc(2));
        assertThat(talkers.getFirst().client.events()).noneMatch(MediaEvent.SlotFollowed.class::isInstance);
    }

    @Test
    void shouldPutWhoeverBeginsToSpeakOnASlotWithinAHundredMilliseconds() {
        talkers(first, 8);
        Listener listener = new Listener(first, 3, 0);
        sim.connect();
        sim.advance(1_000 * MILLI);
        for (int turn = 0; turn < 24; turn++) {
            SimTalker talker = talkers.get(turn * 3 % 8);
            listener.forget();
            boolean wasOnSlot = listener.heard().contains(talker.csrc);
            talker.speak();
            sim.advance(1_000 * MILLI);
            talker.beQuiet();
            assertThat(listener.heard()).contains(talker.csrc);
            if (!wasOnSlot) {
                assertThat(listener.firstNanos(talker) - talker.beganNanos()).isLessThanOrEqualTo(100 * MILLI);
            }
            sim.advance(300 * MILLI);
        }
        for (SlotSink slot : listener.sound) {
            assertThat(slot.holes()).isZero();
            assertThat(slot.duplicates()).isZero();
            assertTimestampsRise(slot);
        }
    }

    @Test
    void shouldTellWhichTrackIsOnWhichSlot() {
        talkers(first, 5);
        Listener listener = new Listener(first, 2, 0);
        sim.connect();
        sim.advance(500 * MILLI);
        talkers.get(4).speak();
        sim.advance(500 * MILLI);

        Map<String, SimTalker> told = new HashMap<>();
        for (MediaEvent.SlotFollowed event : CallSim.events(listener.client, MediaEvent.SlotFollowed.class)) {
            talkers.stream()
                    .filter(talker -> talker.sound.equals(event.track()))
                    .forEach(talker -> told.put(event.mid(), talker));
        }
        assertThat(told.keySet()).containsExactlyInAnyOrder("a0", "a1");
        told.forEach((mid, talker) ->
                assertThat(talker.csrc).isEqualTo(listener.heard().get(mid.equals("a0") ? 0 : 1)));
        assertThat(told.values()).contains(talkers.get(4));
    }

    @Test
    void shouldTellWhoSpeaksAndWhenThatEnds() {
        talkers(first, 3);
        Listener listener = new Listener(first, 1, 0);
        sim.connect();
        sim.advance(500 * MILLI);
        assertThat(listener.speakers()).isEmpty();

        talkers.get(1).speak();
        sim.advance(400 * MILLI);
        assertThat(listener.speakers()).containsExactly(talkers.get(1).id());
        talkers.get(0).speak();
        sim.advance(500 * MILLI);
        assertThat(listener.speakers())
                .containsExactly(talkers.get(1).id(), talkers.get(0).id());
        talkers.get(1).send(false);
        sim.advance(1_500 * MILLI);
        assertThat(listener.speakers()).containsExactly(talkers.get(0).id());
        talkers.get(0).beQuiet();
        sim.advance(1_500 * MILLI);
        assertThat(listener.speakers()).isEmpty();
        assertThat(talkers.get(2).client.events()).anyMatch(MediaEvent.SpeakersChanged.class::isInstance);
    }

    @Test
    void shouldNotGiveTheSlotsToOneWhoPublishesManyTracks() {
        talkers(first, 3);
        Listener listener = new Listener(first, 2, 0);
        sim.connect();
        SimTalker loud = talkers.getFirst();
        for (int i = 0; i < 5; i++) {
            sim.submit(new MediaCommand.AddTrack(
                    loud.client.transport(),
                    new TrackSpec(
                            TrackId.random(),
                            loud.id(),
                            Lines.AUDIO,
                            MediaKind.AUDIO,
                            9_000 + i,
                            0,
                            0,
                            false,
                            false,
                            false)));
        }
        loud.speak(0);
        talkers.get(1).speak();
        sim.advance(2_000 * MILLI);

        assertThat(listener.heard()).contains(talkers.get(1).csrc);
    }

    @Test
    void shouldGoOnWithAnotherMicrophoneOfTheSamePerson() {
        talkers(first, 1);
        Listener listener = new Listener(first, 1, 0);
        sim.connect();
        sim.advance(500 * MILLI);
        assertThat(listener.heard()).containsExactly(csrc(0));
        sim.submit(new MediaCommand.AddTrack(
                talkers.getFirst().client.transport(),
                new TrackSpec(
                        TrackId.random(),
                        talkers.getFirst().id(),
                        Lines.AUDIO,
                        MediaKind.AUDIO,
                        9_000,
                        0,
                        0,
                        false,
                        false,
                        false)));
        sim.advance(1_000 * MILLI);

        assertThat(listener.heard()).containsExactly(9_000);
    }

    @Test
    void shouldLeaveTracksThatTheClientAskedForWhereTheyAre() {
        talkers(first, 3);
        Listener listener = new Listener(first, 3, 0);
        sim.connect();
        sim.advance(500 * MILLI);
        SimTalker asked = talkers.get(2);
        sim.submit(new MediaCommand.AddForwarder(
                listener.client.transport(), SubscriptionId.random(), "a1", asked.sound, SlotWish.BEST));
        asked.speak();
        sim.advance(1_000 * MILLI);

        List<Integer> heard = listener.heard();
        assertThat(heard.get(1)).isEqualTo(asked.csrc);
        int count = listener.sound.get(1).count();
        int others = listener.sound.get(0).count() + listener.sound.get(2).count();
        talkers.get(0).send(false);
        talkers.get(1).send(false);
        sim.advance(1_000 * MILLI);
        assertThat(listener.sound.get(1).count()).isGreaterThan(count + 40);
        assertThat(listener.sound.get(0).count() + listener.sound.get(2).count())
                .isLessThan(others + 5);
    }

    @Test
    void shouldFollowNoMoreWhenTheClientSaysSo() {
        talkers(first, 2);
        Listener listener = new Listener(first, 1, 0);
        sim.connect();
        sim.advance(500 * MILLI);
        sim.submit(new MediaCommand.FollowSpeech(listener.client.transport(), "a0", null));
        sim.advance(100 * MILLI);
        int count = listener.sound.getFirst().count();
        talkers.get(1).speak();
        sim.advance(500 * MILLI);

        assertThat(listener.sound.getFirst().count()).isEqualTo(count);
    }

    @Test
    void shouldShowTheCamerasOfWhoSpokeLastEachAtItsPlace() {
        talkers(first, 5);
        Listener listener = new Listener(first, 0, 2);
        sim.connect();
        sim.advance(500 * MILLI);
        turn(0);
        turn(1);
        List<Integer> before = listener.seen();
        assertThat(before).containsExactlyInAnyOrder(csrc(0) + 1, csrc(1) + 1);
        turn(0);
        assertThat(listener.seen()).isEqualTo(before);
        turn(3);
        assertThat(listener.seen()).contains(csrc(0) + 1, csrc(3) + 1);
        assertThat(listener.seen().indexOf(csrc(0) + 1)).isEqualTo(before.indexOf(csrc(0) + 1));
        assertThat(listener.pictures)
                .allSatisfy(slot -> assertThat(slot.holes()).isZero());
    }

    @Test
    void shouldCarryOverALinkOnlyWhatCanBeAmongTheLoudest() {
        SimNode far = sim.addNode("node-2");
        talkers(first, 12);
        talkers.forEach(talker -> talker.relay(far, first));
        Listener listener = new Listener(far, 2, 0);
        sim.connect();
        sim.advance(2_000 * MILLI);
        long before = far.link(first, true).packetsReceived();
        sim.advance(2_000 * MILLI);
        // Two slots and two to spare, at fifty packets a second.
        assertThat(far.link(first, true).packetsReceived() - before).isBetween(300L, 2 * 4 * 50 + 60L);

        for (int turn = 0; turn < 24; turn++) {
            SimTalker talker = talkers.get(turn * 5 % 12);
            boolean wasOnSlot = listener.heard().contains(talker.csrc);
            listener.forget();
            talker.speak();
            sim.advance(1_200 * MILLI);
            talker.beQuiet();
            assertThat(listener.heard()).contains(talker.csrc);
            if (!wasOnSlot) {
                // 20 ms of it on the link, 10 ms each to the clients.
                assertThat(listener.firstNanos(talker) - talker.beganNanos()).isLessThanOrEqualTo(120 * MILLI);
            }
            sim.advance(300 * MILLI);
        }
        assertThat(listener.sound).allSatisfy(slot -> assertThat(slot.holes()).isZero());
    }

    @Test
    void shouldHearWhoIsQuietForLongerThanSequenceNumbersTell() {
        SimNode middle = sim.addNode("node-2");
        SimNode far = sim.addNode("node-3");
        talkers(first, 9);
        talkers.forEach(talker -> {
            talker.relay(middle, first);
            talker.relay(far, middle);
        });
        Listener listener = new Listener(far, 1, 0);
        sim.connect();
        for (int i = 0; i < 8; i++) {
            turn(i);
        }
        assertThat(listener.heard()).containsExactly(csrc(7));
        turn(8);
        assertThat(listener.heard()).containsExactly(csrc(8));
        turn(0);
        assertThat(listener.heard()).containsExactly(csrc(0));
        assertThat(listener.sound.getFirst().holes()).isZero();
    }

    @Test
    void shouldTellOfASpeakerBehindALinkWhoIsOnNoSlot() {
        SimNode far = sim.addNode("node-2");
        talkers(first, 4);
        talkers.forEach(talker -> talker.relay(far, first));
        Listener listener = new Listener(far, 1, 0);
        sim.connect();
        sim.advance(1_000 * MILLI);
        talkers.get(0).speak();
        talkers.get(3).speak();
        sim.advance(1_000 * MILLI);

        Set<ParticipantId> speakers = new HashSet<>(listener.speakers());
        assertThat(speakers)
                .containsExactlyInAnyOrder(talkers.get(0).id(), talkers.get(3).id());
    }

    private void turn(int talker) {
        talkers.get(talker).speak();
        sim.advance(3_000 * MILLI);
        talkers.get(talker).beQuiet();
        sim.advance(500 * MILLI);
    }

    private int csrc(int talker) {
        return talkers.get(talker).csrc;
    }

    private void talkers(SimNode home, int count) {
        for (int i = 0; i < count; i++) {
            talkers.add(new SimTalker(sim, home, 1_000 + 10 * i + i % 7));
        }
    }

    private static void assertTimestampsRise(SlotSink slot) {
        List<SlotSink.Arrived> packets = slot.packets();
        for (int i = 1; i < packets.size(); i++) {
            assertThat(packets.get(i).timestamp() - packets.get(i - 1).timestamp())
                    .isPositive();
        }
    }
}
