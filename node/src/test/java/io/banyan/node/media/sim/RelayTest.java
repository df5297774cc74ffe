package io.banyan.node.media.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.LegSample;
import io.banyan.node.plane.LinkSample;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEvent;
import io.banyan.node.plane.PathHop;
import io.banyan.node.plane.SlotState;
import io.banyan.node.plane.SlotWish;
import io.banyan.node.plane.TrackPath;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.rtcp.GenericNack;
import io.banyan.protocol.rtcp.SenderReport;
import io.banyan.protocol.rtp.NtpTime;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call over several loops in virtual time: what one publisher sends is seen by viewers of others. */
class RelayTest {
    private static final long MILLI = CallSim.MILLI;
    private static final SlotWish SMALL = new SlotWish(320, 180, 0, 0, false, false);

    private final CallSim sim = new CallSim(11);
    private final SimNode origin = sim.first();

    @Test
    void shouldCarryEveryPacketByteExactOverTwoLinks() {
        SimNode middle = sim.addNode("node-2");
        SimNode far = sim.addNode("node-3");
        SimCall call = new SimCall(sim, List.of(), false);
        call.relay(middle, origin);
        call.relay(far, middle);
        SimCall.Viewer viewer = call.addViewer(far);
        sim.connect();
        sim.advance(500 * MILLI);

        call.send(true);
        sim.advance(2_000 * MILLI);
        call.send(false);
        sim.advance(500 * MILLI);

        assertSamePayloads(viewer.audio().payloads(), call.heard());
        assertSamePayloads(viewer.video().payloads(), call.camera.getFirst().sent());
        assertThat(viewer.audio().packets()).allSatisfy(packet -> {
            assertThat(packet.csrc()).isEqualTo(SimCall.AUDIO_CSRC);
            assertThat(packet.audioLevel()).isEqualTo(MediaSource.AUDIO_LEVEL);
        });
        assertThat(middle.snapshot().transports()).isZero();
    }

    @Test
    void shouldRepairLossOnTheLinkWithoutThePublisherHearingOfIt() {
        SimNode middle = sim.addNode("node-2");
        SimNode far = sim.addNode("node-3");
        sim.wire((random, from, to, datagram) -> {
            boolean isFirstLink = from.equals(origin.address()) || to.equals(origin.address());
            boolean isLost = isFirstLink && datagram[0] != (byte) 0xC8 && random.nextInt(100) < 5;
            return isLost ? -1 : isFirstLink ? 50 * MILLI : 10 * MILLI;
        });
        SimCall call = new SimCall(sim, List.of(), false);
        call.relay(middle, origin);
        call.relay(far, middle);
        SimCall.Viewer viewer = call.addViewer(far);
        sim.connect();
        sim.advance(1_000 * MILLI);

        call.send(true);
        sim.advance(10_000 * MILLI);
        call.send(false);
        sim.advance(2_000 * MILLI);

        // The figures are a benchmark's; here a lost repair of a lost repair may happen once.
        assertNearlySame(viewer.video().payloads(), call.camera.getFirst().sent(), 2);
        assertNearlySame(viewer.audio().payloads(), call.heard(), 5);
        assertThat(call.publisher.peer().rtcp()).noneMatch(GenericNack.class::isInstance);
        assertThat(call.camera.getFirst().retransmissions()).isZero();
        LinkSample link = middle.link(origin, true);
        assertThat(link.rttMicros()).isBetween(99_000L, 115_000L);
        assertThat(link.lossPermille()).isBetween(15, 100);
        assertThat(link.repairsReceived()).isPositive();
    }

    @Test
    void shouldCarryOneCopyForTwoViewersAndTellThePath() {
        SimNode far = sim.addNode("node-2");
        SimCall call = new SimCall(sim, List.of(), false);
        call.relay(far, origin);
        call.addViewer(far);
        call.addViewer(far);
        sim.connect();
        sim.advance(500 * MILLI);

        call.send(true);
        sim.advance(3_000 * MILLI);
        call.send(false);
        sim.advance(1_500 * MILLI);

        long sent = call.heard().size() + (long) call.camera.getFirst().sent().size();
        assertThat(far.link(origin, true).packetsReceived()).isEqualTo(sent);
        assertThat(origin.link(far, false).packetsSent()).isEqualTo(sent);
        for (SimCall.Viewer viewer : call.viewers) {
            assertSamePayloads(viewer.video().payloads(), call.camera.getFirst().sent());
        }
        assertThat(far.snapshot().paths())
                .extracting(TrackPath::track)
                .containsExactlyInAnyOrder(call.audioTrack, call.videoTrack);
        List<LegSample> legs = far.snapshot().legs();
        assertThat(legs)
                .filteredOn(leg -> leg.subscription() == null)
                .hasSize(2)
                .allSatisfy(leg -> {
                    assertThat(leg.transport()).isNull();
                    assertThat(leg.from()).isEqualTo(origin.id);
                    assertThat(leg.participant()).isEqualTo(call.publisher.participant());
                    assertThat(leg.rttMicros()).isBetween(39_000L, 60_000L);
                    assertThat(leg.lost()).isZero();
                })
                .extracting(LegSample::packets)
                .containsExactlyInAnyOrder((long) call.heard().size(), (long)
                        call.camera.getFirst().sent().size());
        assertThat(legs).filteredOn(leg -> leg.subscription() != null).hasSize(4);
        PathHop hop = far.snapshot().paths().getFirst().hops().getFirst();
        assertThat(hop.from()).isEqualTo(origin.id);
        assertThat(hop.to()).isEqualTo(far.id);
        assertThat(hop.rttMicros()).isBetween(39_000L, 60_000L);
    }

    @Test
    void shouldCarryOnlyTheWantedEncoding() {
        SimNode middle = sim.addNode("node-2");
        SimNode far = sim.addNode("node-3");
        SimCall call = new SimCall(sim, List.of("q", "h", "f"), false);
        call.relay(middle, origin);
        call.relay(far, middle);
        SimCall.Viewer viewer = call.addViewer(far, SMALL);
        sim.connect();
        call.send(true);
        sim.advance(3_000 * MILLI);
        long before = far.link(middle, true).packetsReceived();
        int small =
                call.camera.getFirst().sent().size() + call.microphone.sent().size();
        sim.advance(3_000 * MILLI);

        assertThat(far.link(middle, true).packetsReceived() - before)
                .isBetween(
                        (call.camera.getFirst().sent().size()
                                        + call.microphone.sent().size()
                                        - small)
                                - 40L,
                        (call.camera.getFirst().sent().size()
                                        + call.microphone.sent().size()
                                        - small)
                                + 40L);
        assertThat(isOf(viewer.video().payloads().getLast(), call.camera.getFirst()))
                .isTrue();

        sim.submit(far, new MediaCommand.SetWish(viewer.client().transport(), viewer.videoId(), SlotWish.BEST));
        sim.advance(3_000 * MILLI);
        int large = call.camera.getLast().sent().size() + call.microphone.sent().size();
        before = far.link(middle, true).packetsReceived();
        sim.advance(3_000 * MILLI);

        assertThat(far.link(middle, true).packetsReceived() - before)
                .isBetween(
                        call.camera.getLast().sent().size()
                                + call.microphone.sent().size()
                                - large
                                - 40L,
                        call.camera.getLast().sent().size()
                                + call.microphone.sent().size()
                                - large
                                + 40L);
        assertThat(isOf(viewer.video().payloads().getLast(), call.camera.getLast()))
                .isTrue();
        assertThat(viewer.video().holes()).isZero();
    }

    @Test
    void shouldHaveThePublisherSendWhatAnyNodeWantsAndNothingElse() {
        SimNode middle = sim.addNode("node-2");
        SimNode far = sim.addNode("node-3");
        SimCall call = new SimCall(sim, List.of("q", "h", "f"), true);
        call.relay(middle, origin);
        call.relay(far, middle);
        SimCall.Viewer viewer = call.addViewer(far, SMALL);
        sim.connect();
        call.send(true);
        sim.advance(6_000 * MILLI);
        assertThat(told(call)).containsExactly("h-", "f-");

        MediaSource largest = call.camera.getLast();
        call.camera.subList(1, 3).clear();
        sim.advance(10_000 * MILLI);
        sim.submit(far, new MediaCommand.SetWish(viewer.client().transport(), viewer.videoId(), SlotWish.BEST));
        sim.advance(200 * MILLI);
        assertThat(told(call)).containsExactly("h-", "f-", "f+");

        largest.onKeyframeWanted();
        call.camera.add(largest);
        sim.advance(1_000 * MILLI);
        assertThat(isOf(viewer.video().payloads().getLast(), largest)).isTrue();
        sim.advance(6_000 * MILLI);
        assertThat(told(call)).containsExactly("h-", "f-", "f+", "q-");
    }

    /** "f-": nobody wants it, "f+": somebody does. */
    private static List<String> told(SimCall call) {
        return CallSim.events(call.publisher, MediaEvent.EncodingWanted.class).stream()
                .map(event -> event.rid() + (event.wanted() ? "+" : "-"))
                .toList();
    }

    @Test
    void shouldAskForOneKeyFrameHoweverManyWantItBehindLinks() {
        SimNode far = sim.addNode("node-2");
        SimCall call = new SimCall(sim, List.of(), false);
        call.relay(far, origin);
        call.addViewer(far);
        sim.connect();
        call.send(true);
        sim.advance(2_000 * MILLI);
        int before = call.camera.getFirst().keyframeRequests();

        for (int i = 0; i < 5; i++) {
            call.addViewer(far);
        }
        sim.connect();
        sim.advance(600 * MILLI);

        assertThat(call.camera.getFirst().keyframeRequests() - before).isBetween(1, 3);
        assertThat(call.viewers)
                .allSatisfy(viewer -> assertThat(viewer.video().packets()).isNotEmpty());
    }

    @Test
    void shouldKeepLipsInSyncOverLinks() {
        SimNode middle = sim.addNode("node-2");
        SimNode far = sim.addNode("node-3");
        SimCall call = new SimCall(sim, List.of(), false);
        call.relay(middle, origin);
        call.relay(far, middle);
        SimCall.Viewer viewer = call.addViewer(far);
        sim.connect();
        call.send(true);
        sim.advance(6_000 * MILLI);

        long audio = nodeNanos(viewer, viewer.audio(), 48_000) - captureNanos(call.microphone, viewer.audio(), false);
        long video =
                nodeNanos(viewer, viewer.video(), 90_000) - captureNanos(call.camera.getFirst(), viewer.video(), true);
        assertThat(Math.abs(audio - video)).isLessThan(10 * MILLI);
    }

    @Test
    void shouldGoOnFromANewParentWithAKeyFrame() {
        SimNode middle = sim.addNode("node-2");
        SimNode far = sim.addNode("node-3");
        SimNode other = sim.addNode("node-4");
        SimCall call = new SimCall(sim, List.of(), false);
        call.relay(middle, origin);
        call.relay(other, origin);
        call.relay(far, middle);
        SimCall.Viewer viewer = call.addViewer(far);
        sim.connect();
        call.send(true);
        sim.advance(2_000 * MILLI);
        int seen = viewer.video().count();
        assertThat(seen).isPositive();

        sim.kill(middle);
        sim.advance(5_000 * MILLI);
        int atDeath = viewer.video().count();
        assertThat(states(viewer)).endsWith(SlotState.NO_MEDIA, SlotState.NO_MEDIA);
        int keyframes = call.camera.getFirst().keyframes();
        call.relay(far, other);
        sim.advance(2_000 * MILLI);

        assertThat(viewer.video().count()).isGreaterThan(atDeath + 60);
        assertThat(viewer.video().holes()).isZero();
        assertThat(viewer.audio().holes()).isZero();
        assertThat(call.camera.getFirst().keyframes()).isGreaterThan(keyframes);
        assertThat(viewer.video().payloads().get(atDeath)[6]).isEqualTo((byte) 0x10); // begins a key frame
        assertThat(states(viewer)).endsWith(SlotState.FLOWING, SlotState.FLOWING);
    }

    @Test
    void shouldChangeParentsWithoutLosingAPacket() {
        SimNode middle = sim.addNode("node-2");
        SimNode far = sim.addNode("node-3");
        SimCall call = new SimCall(sim, List.of(), false);
        call.relay(middle, origin);
        call.relay(far, middle);
        SimCall.Viewer viewer = call.addViewer(far);
        sim.connect();
        sim.advance(500 * MILLI);
        call.send(true);
        sim.advance(2_000 * MILLI);

        call.relay(far, origin);
        sim.advance(2_000 * MILLI);
        call.send(false);
        sim.advance(500 * MILLI);

        assertSamePayloads(viewer.audio().payloads(), call.heard());
        assertSamePayloads(viewer.video().payloads(), call.camera.getFirst().sent());
        assertThat(viewer.video().duplicates()).isZero();
        long before = far.link(middle, true).packetsReceived();
        sim.advance(2_000 * MILLI);
        assertThat(far.link(middle, true).packetsReceived()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldShakeHandsAnewWithoutLosingAPacketWhenCertificatesWereExchanged(boolean isAtTheParent) {
        SimNode far = sim.addNode("node-2");
        SimCall call = new SimCall(sim, List.of(), false);
        call.relay(far, origin);
        SimCall.Viewer viewer = call.addViewer(far);
        sim.connect();
        sim.advance(500 * MILLI);
        call.send(true);
        sim.advance(62_000 * MILLI);
        int before = far.link(origin, true).link();

        (isAtTheParent ? origin : far).handshakes.exchange();
        sim.advance(15_000 * MILLI);
        assertThat(far.snapshot().links())
                .as("the new one carries, the old one is about to end")
                .hasSize(2);
        sim.advance(65_000 * MILLI);
        call.send(false);
        sim.advance(1_500 * MILLI);

        assertThat(far.snapshot().links()).hasSize(1);
        assertThat(far.link(origin, true).link()).isNotEqualTo(before);
        assertSamePayloads(viewer.audio().payloads(), call.heard());
        assertSamePayloads(viewer.video().payloads(), call.camera.getFirst().sent());
        assertThat(viewer.video().duplicates()).isZero();
    }

    @Test
    void shouldGoOverToItsBackupAtOnceAndMissNothing() {
        SimNode middle = sim.addNode("node-2");
        SimNode far = sim.addNode("node-3");
        SimNode other = sim.addNode("node-4");
        SimCall call = new SimCall(sim, List.of(), false);
        call.relay(middle, origin);
        call.relay(other, origin);
        call.relay(far, middle, other);
        SimCall.Viewer viewer = call.addViewer(far);
        // Others are served there, or the track would have to come first.
        SimCall.Viewer neighbour = call.addViewer(other);
        sim.connect();
        sim.advance(500 * MILLI);
        call.send(true);
        sim.advance(3_000 * MILLI);

        sim.kill(middle);
        sim.advance(300 * MILLI);
        int atSuspicion = viewer.video().count();
        sim.advance(150 * MILLI);
        // Suspected after 300 ms; one way there, and one way back.
        assertThat(viewer.video().count()).isGreaterThan(atSuspicion);
        sim.advance(5_000 * MILLI);
        call.send(false);
        sim.advance(500 * MILLI);

        assertSamePayloads(viewer.audio().payloads(), call.heard());
        assertSamePayloads(viewer.video().payloads(), call.camera.getFirst().sent());
        assertSamePayloads(neighbour.video().payloads(), call.camera.getFirst().sent());
        assertThat(viewer.video().duplicates()).isZero();
    }

    @Test
    void shouldRefuseACycle() {
        SimNode one = sim.addNode("node-2");
        SimNode other = sim.addNode("node-3");
        SimNode third = sim.addNode("node-4");
        SimCall call = new SimCall(sim, List.of(), false);
        call.relay(one, other);
        call.relay(other, third);
        call.relay(third, one);
        SimCall.Viewer viewer = call.addViewer(one);
        sim.connect();
        call.send(true);
        sim.advance(3_000 * MILLI);
        long before = other.link(third, true).datagramsReceived();
        sim.advance(5_000 * MILLI);

        assertThat(viewer.video().count()).isZero();
        assertThat(Stream.of(one, other, third)
                        .mapToLong(node -> node.snapshot().drops().getOrDefault(DropReason.DEMAND_CYCLE, 0L))
                        .sum())
                .isPositive();
        // A heartbeat each 50 ms and what asks again each second, no storm.
        assertThat(other.link(third, true).datagramsReceived() - before).isLessThan(300);
        call.relay(one, origin);
        sim.advance(2_000 * MILLI);
        assertThat(viewer.video().count()).isPositive();
    }

    @Test
    void shouldTakeNothingWhileNobodyLooks() {
        SimNode far = sim.addNode("node-2");
        SimCall call = new SimCall(sim, List.of(), false);
        call.relay(far, origin);
        SimCall.Viewer viewer = call.addViewer(far);
        sim.connect();
        call.send(true);
        sim.advance(2_000 * MILLI);

        SlotWish hidden = new SlotWish(0, 0, 0, 0, true, false);
        sim.submit(far, new MediaCommand.SetWish(viewer.client().transport(), viewer.videoId(), hidden));
        sim.advance(1_500 * MILLI);
        long before = far.link(origin, true).packetsReceived();
        int spoken = call.microphone.sent().size();
        sim.advance(2_000 * MILLI);

        assertThat(far.link(origin, true).packetsReceived() - before)
                .isBetween(
                        call.microphone.sent().size() - spoken - 20L,
                        call.microphone.sent().size() - spoken + 20L);

        sim.submit(far, new MediaCommand.RemoveForwarder(viewer.client().transport(), viewer.videoId()));
        sim.submit(far, new MediaCommand.RemoveForwarder(viewer.client().transport(), viewer.audioId()));
        sim.advance(65_000 * MILLI);
        assertThat(far.snapshot().links()).isEmpty();
        sim.advance(5_000 * MILLI);
        assertThat(origin.snapshot().links()).isEmpty();
    }

    @Test
    void shouldGiveNothingToRegionsThatMayNotSeeTheRoom() {
        SimNode far = sim.addNode("node-2");
        SimCall call = new SimCall(sim, List.of(), false);
        call.relay(far, origin);
        sim.submit(origin, new MediaCommand.LimitRegions(0, CallSim.ROOM, Set.of(new RegionId("elsewhere"))));
        SimCall.Viewer viewer = call.addViewer(far);
        sim.connect();
        call.send(true);
        sim.advance(2_000 * MILLI);
        assertThat(viewer.video().count()).isZero();
        assertThat(origin.snapshot().drops().get(DropReason.DEMAND_UNKNOWN_TRACK))
                .isBetween(1L, 10L);

        sim.submit(origin, new MediaCommand.LimitRegions(0, CallSim.ROOM, Set.of()));
        sim.advance(1_000 * MILLI);
        assertThat(viewer.video().count()).isPositive();
        sim.submit(origin, new MediaCommand.LimitRegions(0, CallSim.ROOM, Set.of(new RegionId("elsewhere"))));
        sim.advance(1_000 * MILLI);
        long before = viewer.video().count();
        sim.advance(2_000 * MILLI);
        assertThat(viewer.video().count()).isEqualTo(before);
    }

    @Test
    void shouldServeATrackThatBecomesKnownLater() {
        SimNode middle = sim.addNode("node-2");
        SimNode far = sim.addNode("node-3");
        SimCall call = new SimCall(sim, List.of(), false);
        call.relay(far, middle);
        SimCall.Viewer viewer = call.addViewer(far);
        sim.connect();
        call.send(true);
        sim.advance(1_000 * MILLI);
        assertThat(viewer.video().count()).isZero();

        call.relay(middle, origin);
        sim.advance(1_000 * MILLI);

        assertThat(viewer.video().count()).isPositive();
        sim.submit(middle, new MediaCommand.RemoveRemoteTrack(0, CallSim.ROOM, call.videoTrack));
        sim.advance(3_000 * MILLI);
        assertThat(states(viewer)).endsWith(SlotState.NO_MEDIA);
    }

    @Test
    void shouldLeaveNoHoleWhereThePublisherPads() {
        SimNode far = sim.addNode("node-2");
        SimCall call = new SimCall(sim, List.of(), false);
        call.relay(far, origin);
        SimCall.Viewer viewer = call.addViewer(far);
        sim.connect();
        sim.advance(500 * MILLI);
        call.send(true);
        sim.everyMilli(() -> {
            if (sim.now() / MILLI % 50 == 0) {
                call.camera.getFirst().sendPadding(sim.now());
            }
        });
        sim.advance(2_000 * MILLI);
        call.send(false);
        sim.advance(500 * MILLI);

        assertSamePayloads(
                viewer.video().payloads().stream()
                        .filter(payload -> payload.length > 0)
                        .toList(),
                call.camera.getFirst().sent());
        assertThat(viewer.video().holes()).isZero();
    }

    @Test
    void shouldFollowAPublisherThatBeginsAnew() {
        SimNode middle = sim.addNode("node-2");
        SimNode far = sim.addNode("node-3");
        SimCall call = new SimCall(sim, List.of(), false);
        call.relay(middle, origin);
        call.relay(far, middle);
        SimCall.Viewer viewer = call.addViewer(far);
        sim.connect();
        call.send(true);
        sim.advance(1_000 * MILLI);
        call.send(false);
        sim.advance(300 * MILLI);
        int before = viewer.video().count();
        MediaSource anew = new MediaSource(call.publisher.peer(), true, "", 900, 77);
        for (int i = 0; i < 60; i++) {
            anew.sendFrame(sim.now());
            sim.advance(33 * MILLI);
        }
        sim.advance(300 * MILLI);

        assertThat(viewer.video().holes()).isZero();
        assertThat(viewer.video().count() - before).isEqualTo(anew.sent().size());
        assertThat(isOf(viewer.video().payloads().getLast(), anew)).isTrue();
    }

    @Test
    void shouldBeginAnewWhenTheTrackDoes() {
        SimNode far = sim.addNode("node-2");
        SimCall call = new SimCall(sim, List.of(), false);
        call.relay(far, origin);
        SimCall.Viewer viewer = call.addViewer(far);
        sim.connect();
        call.send(true);
        sim.advance(1_000 * MILLI);
        int before = viewer.video().count();

        call.relay(far, origin, 2);
        sim.advance(1_000 * MILLI);

        assertThat(viewer.video().holes()).isZero();
        assertThat(viewer.video().count()).isGreaterThan(before + 20);
    }

    @Test
    void shouldGoOnToAnotherLoopOfTheNodeLikeToAnotherNode() {
        SimNode second = sim.addLoop();
        SimNode far = sim.addNode("node-2");
        SimCall call = new SimCall(sim, List.of("q", "h", "f"), false);
        call.relay(second, origin);
        call.relay(far, second);
        SimCall.Viewer here = call.addViewer(second);
        SimCall.Viewer there = call.addViewer(far);
        sim.connect();
        sim.advance(500 * MILLI);
        call.send(true);
        sim.advance(3_000 * MILLI);
        call.send(false);
        sim.advance(500 * MILLI);

        assertSamePayloads(here.audio().payloads(), call.heard());
        assertSamePayloads(there.audio().payloads(), call.heard());
        assertThat(body(there.video().payloads().getLast()))
                .isEqualTo(body(call.camera.getLast().sent().getLast()));
        assertThat(far.snapshot().paths().getFirst().hops()).hasSize(2);
    }

    @Test
    void shouldTakeNothingPlainFromTheNetwork() {
        SimNode second = sim.addLoop();
        SimCall call = new SimCall(sim, List.of(), false);
        call.relay(second, origin);
        call.addViewer(second);
        sim.connect();
        sim.advance(1_500 * MILLI);
        LinkSample link = origin.snapshot().links().getFirst();
        long malformed = sim.drops(DropReason.LINK_MALFORMED);
        // What the other loop might say: that it wants a key frame.
        ByteBuffer plain = ByteBuffer.allocate(18)
                .put((byte) 0xC4)
                .putInt(link.link())
                .putInt(1_000)
                .putInt(0);
        sim.inject(plain.put(HexFormat.of().parseHex("1200020001")).array(), second.address());

        assertThat(sim.drops(DropReason.LINK_MALFORMED)).isEqualTo(malformed + 1);
        assertThat(origin.snapshot().links().getFirst().lossPermille()).isZero();
    }

    @Test
    void shouldCountStrangersAndKeepOn() {
        SimNode far = sim.addNode("node-2");
        SimCall call = new SimCall(sim, List.of(), false);
        call.relay(far, origin);
        SimCall.Viewer viewer = call.addViewer(far);
        sim.connect();
        sim.advance(500 * MILLI);
        call.send(true);
        byte[] datagram = new byte[200];
        sim.everyMilli(() -> {
            sim.random().nextBytes(datagram);
            datagram[0] = (byte) (0xC0 | (datagram[0] & 0x0F));
            sim.inject(datagram.clone(), far.address());
        });
        sim.advance(2_000 * MILLI);
        call.send(false);
        sim.advance(1_500 * MILLI);

        assertSamePayloads(viewer.video().payloads(), call.camera.getFirst().sent());
        assertThat(origin.snapshot().drops())
                .containsKeys(DropReason.LINK_UNKNOWN, DropReason.LINK_MALFORMED)
                .doesNotContainKey(DropReason.INTERNAL_ERROR);
        assertThat(origin.snapshot().links()).hasSize(1);
    }

    private static List<SlotState> states(SimCall.Viewer viewer) {
        return CallSim.events(viewer.client(), MediaEvent.SlotChanged.class).stream()
                .map(MediaEvent.SlotChanged::state)
                .toList();
    }

    /** When the newest packet of a slot was captured, as the slot's sender reports say. */
    private static long nodeNanos(SimCall.Viewer viewer, SlotSink sink, long rate) {
        SenderReport report = viewer.client().peer().rtcp().stream()
                .filter(packet -> packet instanceof SenderReport sr && sr.ssrc() == sink.ssrc())
                .map(SenderReport.class::cast)
                .reduce((first, second) -> second)
                .orElseThrow();
        int ticks = sink.packets().getLast().timestamp() - report.rtpTimestamp();
        return NtpTime.toUnixNanos(report.ntp()) + ticks * 1_000_000_000L / rate;
    }

    private static long captureNanos(MediaSource source, SlotSink sink, boolean isVideo) {
        byte[] last = sink.payloads().getLast();
        return source.capturedNanos(isVideo ? body(last) : last);
    }

    private static boolean isOf(byte[] payload, MediaSource source) {
        return source.sent().stream().anyMatch(sent -> Arrays.equals(body(sent), body(payload)));
    }

    /** Without the descriptor, whose picture id is the slot's. */
    private static byte[] body(byte[] vp8) {
        return Arrays.copyOfRange(vp8, 6, vp8.length);
    }

    private static void assertSamePayloads(List<byte[]> actual, List<byte[]> expected) {
        assertThat(actual.size()).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).as("packet %d", i).isEqualTo(expected.get(i));
        }
    }

    /** In order, whole, and at most so many missing. */
    private static void assertNearlySame(List<byte[]> actual, List<byte[]> expected, int maxMissing) {
        int at = 0;
        for (byte[] payload : actual) {
            while (at < expected.size() && !Arrays.equals(payload, expected.get(at))) {
                at++;
            }
            assertThat(at).as("a packet that was not sent, or not here").isLessThan(expected.size());
            at++;
        }
        assertThat(actual.size()).isGreaterThanOrEqualTo(expected.size() - maxMissing);
    }
}
