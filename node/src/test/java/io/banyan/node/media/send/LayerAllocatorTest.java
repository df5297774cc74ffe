package io.banyan.node.media.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerAllocatorTest {
    private static final long SECOND = 1_000_000_000;

    private final LayerAllocator allocator = new LayerAllocator();
    private final List<LayerDemand> demands = new ArrayList<>();

    private LayerDemand camera(int priority) {
        return fill(new LayerDemand(), 2, priority, false, false);
    }

    private LayerDemand fill(LayerDemand demand, int wanted, int priority, boolean isPinned, boolean isScreen) {
        demand.begin(wanted, priority, isPinned, isScreen);
        demand.add(0, 0, 100_000, true);
        demand.add(1, 1, 400_000, true);
        demand.add(2, 2, 1_200_000, true);
        if (!demands.contains(demand)) {
            demands.add(demand);
        }
        return demand;
    }

    @ParameterizedTest
    @CsvSource({
        // available, first, second (of higher priority), third
        "5000000, 2, 2, 2",
        "3100000, 1, 2, 2",
        "1700000, 0, 2, 0",
        "1300000, 1, 1, 1",
        "330000, 0, 0, 0",
        "230000, 0, 0, -1",
        "120000, -1, 0, -1",
    })
    void shouldGiveEverybodyTheLowestBeforeAnybodyMore(long availableBps, int first, int second, int third) {
        camera(0);
        camera(5);
        camera(0);
        allocator.allocate(demands, availableBps, true, 0);
        if (availableBps == 3_100_000) {
            assertThat(demands.get(1).granted()).isEqualTo(2);
            assertThat(demands.stream().mapToInt(LayerDemand::granted).sum()).isEqualTo(5);
        } else {
            assertThat(demands).extracting(LayerDemand::granted).containsExactly(first, second, third);
        }
    }

    @Test
    void shouldKeepThePinnedAndTheScreenSharp() {
        LayerDemand camera = camera(10);
        LayerDemand screen = fill(new LayerDemand(), 2, 0, false, true);
        LayerDemand pinned = fill(new LayerDemand(), 1, 0, true, false);
        allocator.allocate(demands, 1_900_000, true, 0);
        assertThat(pinned.granted()).isEqualTo(1);
        assertThat(screen.granted()).isEqualTo(2);
        assertThat(camera.granted()).isEqualTo(0);
    }

    @Test
    void shouldPauseNobodyWhileNothingIsKnown() {
        camera(0);
        camera(0);
        allocator.allocate(demands, 50_000, false, 0);
        assertThat(demands).extracting(LayerDemand::granted).containsExactly(0, 0);
    }

    @Test
    void shouldNotFlapWhenTheEstimateDoes() {
        LayerDemand camera = camera(0);
        int changes = 0;
        int before = 0;
        for (int i = 0; i < 600; i++) { // a minute, in which the estimate goes up and down every second
            fill(camera, 2, 0, false, false);
            allocator.allocate(demands, (i / 10) % 2 == 0 ? 1_400_000 : 1_000_000, true, i * SECOND / 10);
            if (camera.granted() != before) {
                changes++;
                before = camera.granted();
            }
        }
        assertThat(changes).isLessThanOrEqualTo(10);
        assertThat(camera.granted()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void shouldTryTheLowestAgainWhenOnlyAudioIsLeft() {
        LayerDemand camera = camera(0);
        allocator.allocate(demands, 500_000, true, 0);
        assertThat(camera.granted()).isEqualTo(1);
        fill(camera, 2, 0, false, false);
        allocator.allocate(demands, 20_000, true, 4 * SECOND);
        assertThat(camera.granted()).isEqualTo(LayerDemand.PAUSED);
        int sent = 0;
        for (int i = 41; i < 341; i++) {
            fill(camera, 2, 0, false, false);
            allocator.allocate(demands, 20_000, true, i * SECOND / 10);
            sent += camera.granted() == 0 ? 1 : 0;
        }
        assertThat(sent).as("tenths of a second of 30 s").isBetween(20, 200);
    }

    @Test
    void shouldNotHoldBackASlotThatWasHidden() {
        LayerDemand camera = camera(0);
        allocator.allocate(demands, 2_000_000, true, 0);
        camera.begin(2, 0, false, false);
        allocator.allocate(demands, 2_000_000, true, SECOND);
        fill(camera, 2, 0, false, false);
        allocator.allocate(demands, 2_000_000, true, 2 * SECOND);
        assertThat(camera.granted()).isEqualTo(2);
    }

    @Test
    void shouldNotGrantWhatThePublisherDoesNotSend() {
        LayerDemand camera = new LayerDemand();
        camera.begin(2, 0, false, false);
        camera.add(0, 0, 0, false);
        camera.add(1, 1, 300_000, true);
        camera.add(2, 2, 0, false);
        demands.add(camera);
        allocator.allocate(demands, 10_000_000, true, 0);
        assertThat(camera.granted()).isEqualTo(1);
        assertThat(camera.wantedBps()).isEqualTo(300_000);
    }
}
