package io.banyan.node.media.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.media.testing.TestSubscriber;
import io.banyan.protocol.rtp.MediaKind;
import org.junit.jupiter.api.Test;

class WaitingPacketsTest {
    private final SlotStream one = new TestSubscriber(MediaKind.VIDEO).stream;
    private final SlotStream other = new TestSubscriber(MediaKind.VIDEO).stream;
    private final PacketSlot slot = PacketSlot.standalone();
    private final HeldBack heldBack = new HeldBack();
    private final WaitingPackets waiting = new WaitingPackets(heldBack, 8);

    private void add(SlotStream stream, long outSeq) {
        Rewritten rewritten = new Rewritten();
        rewritten.outSeq = outSeq;
        waiting.add(stream, slot, rewritten, true, outSeq);
    }

    private long next() {
        HeldBack.Place place = waiting.remove();
        long outSeq = place.rewritten.outSeq;
        heldBack.release(place);
        return outSeq;
    }

    @Test
    void shouldGiveFirstWhatCameFirstAndForgetWhatIsOfOneStream() {
        for (long i = 0; i < 8; i += 2) {
            add(one, i);
            add(other, i + 1);
        }
        assertThat(waiting.isFull()).isTrue();
        assertThatThrownBy(() -> add(one, 9)).isInstanceOf(IllegalStateException.class);

        assertThat(next()).isZero();
        assertThat(waiting.drop(one)).isEqualTo(3);
        assertThat(next()).isEqualTo(1);
        add(one, 20);
        assertThat(next()).isEqualTo(3);
        assertThat(next()).isEqualTo(5);
        assertThat(next()).isEqualTo(7);
        assertThat(next()).isEqualTo(20);
        assertThat(waiting.isEmpty()).isTrue();
        assertThatThrownBy(waiting::first).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldForgetTheLastOnes() {
        add(other, 1);
        add(one, 2);
        assertThat(waiting.drop(one)).isEqualTo(1);
        add(other, 3);
        assertThat(next()).isEqualTo(1);
        assertThat(waiting.drop(other)).isEqualTo(1);
        assertThat(waiting.isEmpty()).isTrue();
        assertThat(waiting.drop(other)).isZero();
    }

    @Test
    void shouldShareItsPlacesAndKeepSoManyAtMost() {
        for (int i = 0; i < 100; i++) {
            add(one, i);
            assertThat(next()).isEqualTo(i);
        }
        assertThat(heldBack.freePlaces()).isEqualTo(1);

        WaitingPackets[] many = new WaitingPackets[HeldBack.MAX_FREE / 8 + 10];
        for (int i = 0; i < many.length; i++) {
            many[i] = new WaitingPackets(heldBack, 8);
            for (int j = 0; j < 8; j++) {
                many[i].add(one, slot, new Rewritten(), true, 0);
            }
        }
        assertThat(heldBack.freePlaces()).isZero();
        for (WaitingPackets each : many) {
            each.drop(one);
        }
        assertThat(heldBack.freePlaces()).isEqualTo(HeldBack.MAX_FREE);
    }
}
