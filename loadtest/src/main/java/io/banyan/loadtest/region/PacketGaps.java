package io.banyan.loadtest.region;

import io.banyan.loadtest.peer.SlotStats;
import io.banyan.loadtest.peer.SyntheticPeer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** How long each of several peers received nothing on a slot that has a picture. */
final class PacketGaps {
    private static final Duration LOOK = Duration.ofMillis(10);

    private final List<SyntheticPeer> peers;
    private double longest;

    PacketGaps(List<SyntheticPeer> peers) {
        this.peers = peers;
    }

    void watch(Duration time) {
        long endNanos = System.nanoTime() + time.toNanos();
        long[][] packets = new long[peers.size()][];
        long[][] sinceNanos = new long[peers.size()][];
        while (System.nanoTime() < endNanos) {
            for (int i = 0; i < peers.size(); i++) {
                List<SlotStats> slots = peers.get(i).stats().slots().stream()
                        .filter(slot -> slot.frames() > 0)
                        .toList();
                long nowNanos = System.nanoTime();
                if (packets[i] == null || packets[i].length != slots.size()) {
                    packets[i] = new long[slots.size()];
                    sinceNanos[i] = new long[slots.size()];
                    Arrays.fill(sinceNanos[i], nowNanos);
                }
                for (int s = 0; s < slots.size(); s++) {
                    if (slots.get(s).packets() != packets[i][s]) {
                        packets[i][s] = slots.get(s).packets();
                        sinceNanos[i][s] = nowNanos;
                    }
                    longest = Math.max(longest, (nowNanos - sinceNanos[i][s]) / 1e6);
                }
            }
            RegionStage.pass(LOOK);
        }
    }

    double longestMillis() {
        return longest;
    }
}
