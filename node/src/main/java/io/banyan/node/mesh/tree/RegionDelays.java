package io.banyan.node.mesh.tree;

import io.banyan.protocol.id.RegionId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long packets take from region to region, as one moment knows it. Immutable. */
public final class RegionDelays {
    /** What is not known is taken for half the way round the Earth: nobody goes there if he need not. */
    public static final int UNKNOWN_MICROS = 200_000;

    /** Within a region: two switches and a scheduler. */
    public static final int LOCAL_MICROS = 500;

    /** What is known of each pair. */
    @FunctionalInterface
    public interface Pair {
        /** One way, in microseconds; negative: not known. */
        int micros(RegionId from, RegionId to);
    }

    private final Map<RegionId, Integer> index;
    private final int[][] micros;

    private RegionDelays(Map<RegionId, Integer> index, int[][] micros) {
        this.index = index;
        this.micros = micros;
    }

    /** Reads every pair once. */
    public static RegionDelays of(Collection<RegionId> regions, Pair pair) {
        List<RegionId> all = List.copyOf(regions);
        Map<RegionId, Integer> index = new HashMap<>();
        int[][] micros = new int[all.size()][all.size()];
        for (int from = 0; from < micros.length; from++) {
            index.put(all.get(from), from);
            for (int to = 0; to < micros.length; to++) {
                int known = from == to ? LOCAL_MICROS : pair.micros(all.get(from), all.get(to));
                micros[from][to] = known < 0 ? UNKNOWN_MICROS : known;
            }
        }
        return new RegionDelays(index, micros);
    }

    /** One way, in microseconds. */
    public int micros(RegionId from, RegionId to) {
        return micros(row(from), to);
    }

    /** The delays from a region, for {@link #micros(int[], RegionId)}; null: nothing is known of it. */
    int @Nullable [] row(RegionId from) {
        Integer number = index.get(from);
        return number == null ? null : micros[number];
    }

    int micros(int @Nullable [] row, RegionId to) {
        Integer number = index.get(to);
        return row == null || number == null ? UNKNOWN_MICROS : row[number];
    }
}
