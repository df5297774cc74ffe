package io.banyan.node.mesh.directory;

import io.banyan.cluster.RoomPlacement;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.wire.v1.Moderate;
import io.banyan.protocol.wire.v1.RegionList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a room may be, as the tokens of its people say: each list of regions that one of them names, the strictest first.
 * Tokens of one room are meant to name the same; where they do not, the room is found by each of them.
 *
 * @param lists distinct, 1 to {@link #MAX_LISTS}; an empty one is every region, and the last
 */
public record AllowedRegions(List<Set<RegionId>> lists) {
    /** Every one costs registrations at three regions. */
    public static final int MAX_LISTS = 4;

    /** Tokens without a list: every region. */
    public static final AllowedRegions ANYWHERE = new AllowedRegions(List.of(Set.of()));

    private static final Comparator<Set<RegionId>> STRICTEST_FIRST = Comparator.<Set<RegionId>>comparingInt(
                    list -> list.isEmpty() ? Integer.MAX_VALUE : list.size())
            .thenComparing(AllowedRegions::text);

    public AllowedRegions {
        lists = List.copyOf(lists);
        if (lists.isEmpty() || lists.size() > MAX_LISTS) {
            throw new IllegalArgumentException("1 to " + MAX_LISTS + " lists of regions");
        }
    }

    /** Of several tokens; of more than {@link #MAX_LISTS} different lists the strictest. None: {@link #ANYWHERE}. */
    public static AllowedRegions of(Collection<Set<RegionId>> lists) {
        if (lists.isEmpty()) {
            return ANYWHERE;
        }
        return new AllowedRegions(lists.stream()
                .map(Set::copyOf)
                .distinct()
                .sorted(STRICTEST_FIRST)
                .limit(MAX_LISTS)
                .toList());
    }

    public AllowedRegions with(AllowedRegions other) {
        return equals(other)
                ? this
                : of(Stream.concat(lists.stream(), other.lists.stream()).toList());
    }

    /**
     * Where the room's directory entries are, by every list.
     *
     * @param regions of the topology
     */
    Set<RegionId> places(RoomId room, Collection<RegionId> regions, Predicate<RegionId> reachable) {
        if (lists.size() == 1) {
            return RoomPlacement.directory(room, within(lists.getFirst(), regions), reachable);
        }
        Set<RegionId> places = new LinkedHashSet<>();
        lists.forEach(list -> places.addAll(RoomPlacement.directory(room, within(list, regions), reachable)));
        return places;
    }

    /** The order in which regions decide about the room, by the strictest list. */
    public List<RegionId> authorities(RoomId room, Collection<RegionId> regions) {
        return RoomPlacement.authorities(room, within(strictest(), regions));
    }

    /** Empty: every region. */
    private Set<RegionId> strictest() {
        return lists.getFirst();
    }

    /** Says in a request to decide where the room may be. */
    public Moderate.Builder sayIn(Moderate.Builder request) {
        return request.clearAllowed()
                .addAllAllowed(
                        strictest().stream().map(RegionId::value).sorted().toList());
    }

    /** Where the room may be, as a request to decide says; empty: too much, or a name that is none. */
    public static Optional<AllowedRegions> of(Moderate request) {
        return ofProto(List.of(
                RegionList.newBuilder().addAllRegions(request.getAllowedList()).build()));
    }

    /** All regions of all lists; empty: every region. */
    public Set<RegionId> regions() {
        Set<RegionId> all = new HashSet<>();
        for (Set<RegionId> list : lists) {
            if (list.isEmpty()) {
                return Set.of();
            }
            all.addAll(list);
        }
        return all;
    }

    boolean contains(RegionId region) {
        return lists.stream().anyMatch(list -> list.isEmpty() || list.contains(region));
    }

    private static Collection<RegionId> within(Set<RegionId> list, Collection<RegionId> regions) {
        return list.isEmpty()
                ? regions
                : regions.stream().filter(list::contains).toList();
    }

    private static String text(Set<RegionId> list) {
        return list.stream().map(RegionId::value).sorted().collect(Collectors.joining(","));
    }

    /** {@link #ANYWHERE} is said by saying nothing. */
    public List<RegionList> toProto() {
        return equals(ANYWHERE)
                ? List.of()
                : lists.stream()
                        .map(list -> RegionList.newBuilder()
                                .addAllRegions(list.stream()
                                        .map(RegionId::value)
                                        .sorted()
                                        .toList())
                                .build())
                        .toList();
    }

    /** Of what was said; empty: too much, or a name that is none. */
    public static Optional<AllowedRegions> ofProto(List<RegionList> said) {
        boolean tooMuch = said.size() > MAX_LISTS
                || said.stream().anyMatch(list -> list.getRegionsCount() > RoomDirectory.MAX_REGIONS);
        if (tooMuch) {
            return Optional.empty();
        }
        Set<Set<RegionId>> lists = new HashSet<>();
        try {
            for (RegionList list : said) {
                Set<RegionId> regions = new HashSet<>();
                list.getRegionsList().forEach(name -> regions.add(new RegionId(name)));
                lists.add(regions);
            }
        } catch (IllegalArgumentException notARegion) {
            return Optional.empty();
        }
        return Optional.of(of(lists));
    }
}
