package io.banyan.node.mesh.part;

import com.google.protobuf.ByteString;
import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.Refusals;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.signal.v1.EndReason;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.ParticipantGone;
import io.banyan.protocol.wire.v1.MediaEndpoint;
import io.banyan.protocol.wire.v1.PartEntries;
import io.banyan.protocol.wire.v1.SignedEntry;
import io.banyan.protocol.wire.v1.TrackMedia;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One life of one node's part of a room, as somebody else has it. It is always a state that the owner really had: entries
 * are taken when they lead, without a gap, to the sum that their owner signed. Owned by one actor.
 */
@SuppressWarnings("ReferenceEquality") // An entry that is held was checked; another one like it was not.
public final class HeldPart {
    /** More people than a node admits to a room. */
    static final int MAX_ENTRIES = 10_000;

    /** Whoever missed more departures gets the whole part. */
    static final int MAX_DEPARTED = 32;

    private static final Comparator<OpenEntry> OLDEST_FIRST = Comparator.comparingLong(OpenEntry::counter);

    private final NodeId node;
    private final long incarnation;
    private final EntryReader reader;
    private final EntryVerifier verifier;
    private final Refusals refusals;
    private final Map<String, OpenEntry> live = new LinkedHashMap<>();
    private final Deque<OpenEntry> departed = new ArrayDeque<>(0);
    private List<OpenEntry> awaited = List.of();
    private @Nullable OpenEntry head;
    private long sum;
    private long departedFrom;
    private long gapAt = -1;

    public HeldPart(RoomId room, NodeId node, long incarnation, EntryVerifier verifier, Refusals refusals) {
        this.node = node;
        this.incarnation = incarnation;
        this.verifier = verifier;
        this.refusals = refusals;
        reader = new EntryReader(room, refusals);
    }

    public NodeId node() {
        return node;
    }

    public long incarnation() {
        return incarnation;
    }

    /** Which state this is; counter 0: none. */
    public PartStamp stamp() {
        return new PartStamp(node, incarnation, counter());
    }

    public long counter() {
        return head == null ? 0 : head.counter();
    }

    /** Whether its owner said that nobody is left. */
    public boolean isEnded() {
        return head != null && head.entry().hasEnded();
    }

    /** Whether a participant is in it. */
    public boolean has(String participantId) {
        return live.containsKey(participantId);
    }

    public List<Participant> participants() {
        List<Participant> people = new ArrayList<>(live.size());
        for (OpenEntry entry : live.values()) {
            if (entry.entry().hasParticipant()) {
                people.add(entry.entry().getParticipant().getParticipant());
            }
        }
        return people;
    }

    /** What to ask for when there is a gap: what comes after the state that this is, or once that did not help, all. */
    public long wantedSince() {
        long since = gapAt == counter() ? 0 : counter();
        gapAt = counter();
        return since;
    }

    /** What media has to know of it. */
    public PartMedia media() {
        Optional<MediaEndpoint> endpoint =
                Optional.ofNullable(live.get("")).map(entry -> entry.entry().getEndpoint());
        List<TrackMedia> tracks = new ArrayList<>();
        live.values()
                .forEach(entry -> tracks.addAll(entry.entry().getParticipant().getTracksList()));
        return new PartMedia(endpoint, tracks);
    }

    /** The part for somebody who knows nothing of it. */
    public PartUpdate whole() {
        return new PartUpdate(node, incarnation, 0, counter(), participants(), List.of());
    }

    /**
     * Takes entries.
     *
     * @param trusted they come from the owner itself, over a connection of its region's cluster
     * @param anothers whether a participant is in another part of the room
     */
    public PartMerge merge(PartEntries entries, boolean trusted, Predicate<String> anothers, MeshTime now) {
        entries.getCertificatesList().forEach(verifier::learn);
        List<OpenEntry> read = new ArrayList<>(awaited.size() + entries.getEntriesCount());
        read.addAll(awaited);
        awaited = List.of();
        for (SignedEntry signed : entries.getEntriesList()) {
            Optional<OpenEntry> entry = reader.read(node, incarnation, signed, now);
            if (entry.isEmpty()) {
                return PartMerge.of(PartMerge.Kind.REFUSED);
            }
            read.add(entry.get());
        }
        if (read.size() > MAX_ENTRIES) {
            refusals.count(MeshRefusal.TOO_LARGE);
            return PartMerge.of(PartMerge.Kind.REFUSED);
        }
        if (entries.getMore()) {
            awaited = read;
            return PartMerge.of(PartMerge.Kind.WAITING);
        }
        return take(read, entries.getWhole(), trusted, anothers);
    }

    private PartMerge take(List<OpenEntry> read, boolean whole, boolean trusted, Predicate<String> anothers) {
        long known = counter();
        OpenEntry newest = read.stream().max(OLDEST_FIRST).orElse(null);
        if (newest == null || newest.counter() <= known) {
            return PartMerge.of(PartMerge.Kind.KNOWN);
        }
        Change change = change(read, whole, known);
        if (change.sum != newest.entry().getSum()) {
            if (whole) {
                refusals.count(MeshRefusal.INCOMPLETE);
            }
            return PartMerge.of(PartMerge.Kind.GAP);
        }
        for (OpenEntry entry : change.entries.values()) {
            PartMerge.Kind wrong = trusted ? null : wrong(entry, anothers);
            if (wrong != null) {
                return PartMerge.of(wrong);
            }
        }
        if (!trusted && change.entries.get(newest.key()) != newest) {
            PartMerge.Kind wrong = wrong(newest, anothers);
            if (wrong != null) {
                return PartMerge.of(wrong);
            }
        }
        return new PartMerge(PartMerge.Kind.APPLIED, apply(change, newest, known));
    }

    /**
     * What the entries lead to.
     *
     * @param anew nothing of what was there before is left but what is among them
     * @param entries the newest of each key
     */
    private record Change(boolean anew, Map<String, OpenEntry> entries, long sum) {}

    private Change change(List<OpenEntry> read, boolean whole, long known) {
        long ended = 0;
        for (OpenEntry entry : read) {
            if (entry.entry().hasEnded()) {
                ended = Math.max(ended, entry.counter());
            }
        }
        boolean anew = whole || ended > known;
        Map<String, OpenEntry> newest = new LinkedHashMap<>();
        for (OpenEntry entry : read) {
            if (entry.entry().hasEnded() || entry.counter() < ended || (!anew && entry.counter() <= known)) {
                continue;
            }
            OpenEntry held = live.get(entry.key());
            // What is held was checked; another entry of the same counter was not.
            OpenEntry taken = held != null && held.counter() == entry.counter() ? held : entry;
            newest.merge(entry.key(), taken, (one, other) -> one.counter() >= other.counter() ? one : other);
        }
        long result = anew ? 0 : sum;
        for (OpenEntry entry : newest.values()) {
            OpenEntry before = anew ? null : live.get(entry.key());
            result += (entry.isLive() ? entry.sum() : 0) - (before == null ? 0 : before.sum());
        }
        return new Change(anew, newest, result);
    }

    private PartMerge.@Nullable Kind wrong(OpenEntry entry, Predicate<String> anothers) {
        if (live.get(entry.key()) == entry) {
            return null;
        }
        if (entry.entry().hasParticipant() && anothers.test(entry.key())) {
            refusals.count(MeshRefusal.ANOTHERS_PARTICIPANT);
            return PartMerge.Kind.REFUSED;
        }
        return switch (verifier.verify(node, entry.signed())) {
            case VALID -> null;
            case UNKNOWN_CERTIFICATE -> {
                refusals.count(MeshRefusal.UNKNOWN_CERTIFICATE);
                yield PartMerge.Kind.GAP;
            }
            case INVALID -> {
                refusals.count(MeshRefusal.BAD_SIGNATURE);
                yield PartMerge.Kind.REFUSED;
            }
        };
    }

    private PartUpdate apply(Change change, OpenEntry newest, long known) {
        List<Participant> upserted = new ArrayList<>();
        List<ParticipantGone> gone = new ArrayList<>();
        if (change.anew) {
            for (String key : List.copyOf(live.keySet())) {
                OpenEntry entry = change.entries.get(key);
                if (entry == null) {
                    remove(key, gone, EndReason.END_REASON_LEFT);
                }
            }
            departed.clear();
        }
        if (change.anew || known == 0) {
            // Who left before that is not known here.
            departedFrom = newest.counter();
        }
        for (OpenEntry entry : change.entries.values()) {
            if (!entry.isLive()) {
                remove(entry.key(), gone, entry.entry().getGone().getReason());
                departed.addLast(entry);
                if (departed.size() > MAX_DEPARTED) {
                    departedFrom = departed.removeFirst().counter();
                }
            } else if (live.put(entry.key(), entry) != entry && entry.entry().hasParticipant()) {
                upserted.add(entry.entry().getParticipant().getParticipant());
            }
        }
        head = newest;
        sum = change.sum;
        return new PartUpdate(node, incarnation, known, newest.counter(), upserted, gone);
    }

    private void remove(String key, List<ParticipantGone> gone, EndReason reason) {
        if (live.remove(key) != null && !key.isEmpty()) {
            gone.add(ParticipantGone.newBuilder()
                    .setParticipantId(key)
                    .setReason(reason)
                    .build());
        }
    }

    /**
     * What somebody lacks who knows the state of a counter.
     *
     * @param since 0: nothing
     */
    public List<PartEntries> since(long since) {
        OpenEntry newest = head;
        if (newest == null || since >= newest.counter()) {
            return List.of();
        }
        if (since <= 0 || since < departedFrom) {
            return EntryBundles.whole(node, incarnation, live.values(), newest, certificates());
        }
        Map<Long, OpenEntry> later = new HashMap<>();
        later.put(newest.counter(), newest);
        for (Collection<OpenEntry> some : List.of(live.values(), departed)) {
            for (OpenEntry entry : some) {
                if (entry.counter() > since) {
                    later.put(entry.counter(), entry);
                }
            }
        }
        List<OpenEntry> inOrder = later.values().stream().sorted(OLDEST_FIRST).toList();
        return EntryBundles.of(node, incarnation, false, inOrder);
    }

    private List<ByteString> certificates() {
        Set<ByteString> keys = new LinkedHashSet<>();
        if (head != null) {
            keys.add(head.signed().getKey());
        }
        live.values().forEach(entry -> keys.add(entry.signed().getKey()));
        return keys.stream()
                .map(verifier::certificate)
                .flatMap(Optional::stream)
                .limit(4)
                .toList();
    }
}
