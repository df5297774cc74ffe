package io.banyan.node.media.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PacketRingTest {
    private final PacketRing ring = new PacketRing(8);

    @Test
    void shouldFindWhatWasStored() {
        PacketSlot slot = ring.reserve();
        ring.store(slot, 100);
        assertThat(ring.find(100)).isSameAs(slot);
        assertThat(ring.find(108)).isNull();
        assertThat(ring.find(92)).isNull();
        assertThat(ring.find(-1)).isNull();
    }

    @Test
    void shouldWriteOverTheOldestAndSaySo() {
        PacketSlot first = ring.reserve();
        int generation = first.generation();
        ring.store(first, 100);
        assertThat(first.isStill(generation)).isTrue();
        for (long seq = 101; seq < 109; seq++) {
            ring.store(ring.reserve(), seq);
        }
        assertThat(first.isStill(generation)).isFalse();
        assertThat(ring.find(100)).isNull();
        assertThat(ring.find(108)).isSameAs(first);
    }

    @Test
    void shouldLoseNothingToPacketsThatWereNotAuthentic() {
        for (long seq = 100; seq < 108; seq++) {
            ring.store(ring.reserve(), seq);
        }
        for (int forged = 0; forged < 1000; forged++) {
            ring.reserve();
        }
        for (long seq = 101; seq < 108; seq++) {
            assertThat(ring.find(seq)).isNotNull();
        }
    }

    @Test
    void shouldRefuseASlotThatWasNotReserved() {
        PacketSlot slot = ring.reserve();
        ring.store(slot, 100);
        assertThatThrownBy(() -> ring.store(slot, 101)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldForgetEverythingWhenCleared() {
        PacketSlot slot = ring.reserve();
        ring.store(slot, 100);
        int generation = slot.generation();
        ring.clear();
        assertThat(ring.find(100)).isNull();
        assertThat(slot.isStill(generation)).isFalse();
    }
}
