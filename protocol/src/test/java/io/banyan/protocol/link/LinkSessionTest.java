package io.banyan.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.rtp.CodecId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkSessionTest {
    private static final long SECOND = 1_000 * LinkPipe.MILLI;
    private static final TrackKey TRACK = new TrackKey(RoomId.parse("acme/standup"), new TrackId("tr_1"));

    private final LinkPipe pipe = new LinkPipe(11);
    private final List<byte[]> sent = new ArrayList<>();

    private static Demand demand(int version) {
        return new Demand(TRACK, version, List.of(new Demand.Encoding("q", 7)), List.of(42L));
    }

    private LinkStream stream(DropClass dropClass) {
        LinkStream stream = new LinkStream(pipe, 7, CodecId.VP8, dropClass);
        pipe.b.onMedia = stream::onMedia;
        return stream;
    }

    @Test
    void shouldDeliverReliableFramesOnceAndInOrderOverABadPath() {
        List<LinkFrame> heard = new ArrayList<>();
        pipe.b.onControl = heard::add;
        pipe.loss = 0.3;
        pipe.jitterNanos = 30 * LinkPipe.MILLI;
        List<LinkFrame> said = new ArrayList<>();
        for (int version = 1; version <= 300; version++) {
            said.add(demand(version));
            assertThat(pipe.a.session.sendControl(demand(version), pipe.a.now()))
                    .isTrue();
            pipe.run(5 * LinkPipe.MILLI);
        }
        pipe.run(20 * SECOND);
        assertThat(heard).isEqualTo(said);
    }

    @Test
    void shouldMeasureTheRoundTripWhateverTheClocks() {
        pipe.oneWayNanos = 75 * LinkPipe.MILLI;
        pipe.run(3 * SECOND);
        assertThat(pipe.a.session.rttNanos()).isBetween(149 * LinkPipe.MILLI, 155 * LinkPipe.MILLI);
        assertThat(pipe.b.session.rttNanos()).isBetween(149 * LinkPipe.MILLI, 155 * LinkPipe.MILLI);
    }

    @Test
    void shouldBeSuspectAfterThreeHundredMillisOfSilenceAndWellAgainAfterwards() {
        pipe.run(SECOND);
        assertThat(pipe.b.session.isSuspect(pipe.b.now())).isFalse();
        pipe.cut = true;
        pipe.run(400 * LinkPipe.MILLI);
        assertThat(pipe.b.session.isSuspect(pipe.b.now())).isTrue();
        assertThat(pipe.b.session.isDead(pipe.b.now())).isFalse();
        pipe.run(3 * SECOND);
        assertThat(pipe.b.session.isDead(pipe.b.now())).isTrue();
        pipe.cut = false;
        pipe.run(SECOND);
        assertThat(pipe.b.session.isSuspect(pipe.b.now())).isFalse();
    }

    @Test
    void shouldNotifyRatherThanSendWhatIsTooLong() {
        LinkStream stream = stream(DropClass.BASE_LAYER);
        stream.send(1445, true);
        stream.send(1400, true);
        pipe.a.session.flush(pipe.a.now());
        pipe.run(SECOND);
        assertThat(stream.refused).isEqualTo(1);
        assertThat(stream.never.get(0)).isTrue();
        assertThat(stream.came.get(1)).isTrue();
        assertThat(pipe.a.session.statistics().drops(LinkDrop.TOO_LONG)).isEqualTo(1);
    }

    @Test
    void shouldPackAVoiceBatchIntoOneDatagram() {
        pipe.a.tap = sent::add;
        LinkStream stream = stream(DropClass.AUDIO);
        for (int i = 0; i < 5; i++) {
            stream.send(80, false);
        }
        pipe.a.session.flush(pipe.a.now());
        assertThat(sent).hasSize(1);
    }

    @Test
    void shouldRefuseReplayedDamagedTruncatedAndForeignDatagrams() {
        pipe.a.tap = sent::add;
        LinkStream stream = stream(DropClass.BASE_LAYER);
        stream.send(500, true);
        pipe.a.session.flush(pipe.a.now());
        pipe.run(SECOND);
        byte[] good = sent.getFirst();
        LinkStatistics counted = pipe.b.session.statistics();
        long received = counted.receivedMediaFrames();

        assertThat(pipe.b.receive(good)).isFalse();
        assertThat(counted.drops(LinkDrop.REPLAYED)).isEqualTo(1);

        stream.send(500, true);
        pipe.cut = true;
        sent.clear();
        pipe.a.session.flush(pipe.a.now());
        byte[] fresh = sent.getFirst();
        for (int at = 0; at < fresh.length; at++) {
            assertThat(pipe.b.receiveChanged(fresh, at)).isFalse();
        }
        for (int length = 0; length < fresh.length; length++) {
            assertThat(pipe.b.receive(Arrays.copyOf(fresh, length))).isFalse();
        }
        assertThat(counted.drops(LinkDrop.TRUNCATED)).isEqualTo(LinkDatagram.OVERHEAD_BYTES);
        assertThat(counted.drops(LinkDrop.NOT_AUTHENTIC)).isGreaterThan(500);
        assertThat(counted.drops(LinkDrop.NO_LINK_DATAGRAM)).isPositive();
        assertThat(counted.receivedMediaFrames()).isEqualTo(received);

        assertThat(pipe.b.receive(fresh)).isTrue();
        assertThat(counted.receivedMediaFrames()).isEqualTo(received + 1);
    }

    @Test
    void shouldOpenNothingOfAnotherKey() {
        LinkSession stranger = new LinkSession(
                LinkRole.INITIATOR,
                LinkPipe.keys(9),
                LinkPipe.ID_A,
                LinkPipe.ID_B,
                (buffer, offset, length) -> {
                    byte[] datagram = new byte[length];
                    buffer.get(offset, datagram);
                    sent.add(datagram);
                },
                pipe.a,
                pipe.a.now());
        stranger.sendControl(demand(1), pipe.a.now());
        stranger.flush(pipe.a.now());
        assertThat(pipe.b.receive(sent.getFirst())).isFalse();
        assertThat(pipe.b.session.statistics().drops(LinkDrop.NOT_AUTHENTIC)).isEqualTo(1);
    }

    @Test
    void shouldTakeNewKeysWithoutLosingAnything() {
        LinkStream stream = stream(DropClass.BASE_LAYER);
        pipe.jitterNanos = 20 * LinkPipe.MILLI;
        pipe.every(5 * LinkPipe.MILLI, () -> {
            stream.send(600, true);
            pipe.a.session.flush(pipe.a.now());
        });
        stream.endNanos = pipe.nowNanos + 5 * SECOND;
        pipe.run(SECOND);
        // The responder has the keys first; the initiator's first datagram under them tells it to switch.
        pipe.b.session.rekey(LinkRole.RESPONDER, LinkPipe.keys(2), 0xBB, 0xAA, pipe.b.now());
        pipe.run(30 * LinkPipe.MILLI);
        pipe.a.session.rekey(LinkRole.INITIATOR, LinkPipe.keys(2), 0xAA, 0xBB, pipe.a.now());
        pipe.run(10 * SECOND);
        assertThat(stream.missingFraction()).isZero();
        assertThat(pipe.a.session.statistics().drops(LinkDrop.NOT_AUTHENTIC)).isZero();
        assertThat(pipe.b.session.statistics().drops(LinkDrop.NOT_AUTHENTIC)).isZero();
        assertThat(pipe.b.session.isSuspect(pipe.b.now())).isFalse();
    }

    @Test
    void shouldKeepItsTargetWhenTheWayBecomesLonger() {
        LinkStream stream = stream(DropClass.BASE_LAYER);
        pipe.every(5 * LinkPipe.MILLI, () -> {
            stream.send(1000, true);
            pipe.a.session.flush(pipe.a.now());
        });
        pipe.run(2 * SECOND);
        pipe.oneWayNanos += 100 * LinkPipe.MILLI;
        pipe.run(5 * SECOND);
        assertThat(stream.refused).isZero();
        assertThat(pipe.a.session.targetBitrateBps()).isGreaterThan(50_000_000);
    }

    @Test
    void shouldSurviveTwentyPercentLossThatIsNotItsOwn() {
        LinkStream stream = stream(DropClass.BASE_LAYER);
        pipe.loss = 0.2;
        pipe.every(5 * LinkPipe.MILLI, () -> {
            stream.send(1000, true);
            pipe.a.session.flush(pipe.a.now());
        });
        stream.endNanos = pipe.nowNanos + 30 * SECOND;
        pipe.run(35 * SECOND);
        assertThat(pipe.a.session.targetBitrateBps()).isGreaterThan(10_000_000);
        LinkStatistics counted = pipe.a.session.statistics();
        assertThat((double) counted.sentRepairBytes() / counted.sentBytes()).isLessThan(0.101);
    }
}
