package io.banyan.node.mesh.part;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.signal.v1.ParticipantGone;
import io.banyan.protocol.wire.v1.MediaEndpoint;
import io.banyan.protocol.wire.v1.PartEnded;
import io.banyan.protocol.wire.v1.PartEntries;
import io.banyan.protocol.wire.v1.PartEntry;
import io.banyan.protocol.wire.v1.PartParticipant;
import io.banyan.protocol.wire.v1.SignedEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A node's own part of one room, as the node tells it: each change makes one signed entry. Owned by one actor.
 */
public final class OwnedPart {
    private final RoomId room;
    private final NodeId node;
    private final long incarnation;
    private final LongSupplier counter;
    private final EntrySigner signer;
    private final Map<String, OpenEntry> live = new LinkedHashMap<>();
    private @Nullable OpenEntry head;
    private long sum;

    /**
     * @param counter the next number for a change of any part of this node in this life
     */
    public OwnedPart(RoomId room, NodeId node, long incarnation, LongSupplier counter, EntrySigner signer) {
        this.room = room;
        this.node = node;
        this.incarnation = incarnation;
        this.counter = counter;
        this.signer = signer;
    }

    /** Somebody came or changed. */
    public PartEntries put(PartParticipant participant) {
        return say(PartEntry.newBuilder().setParticipant(participant));
    }

    /** Somebody went. */
    public PartEntries remove(ParticipantGone gone) {
        return say(PartEntry.newBuilder().setGone(gone));
    }

    /** Where the room's media is on this node. */
    public PartEntries put(MediaEndpoint endpoint) {
        return say(PartEntry.newBuilder().setEndpoint(endpoint));
    }

    /** Nobody is left. */
    public PartEntries end() {
        return say(PartEntry.newBuilder().setEnded(PartEnded.getDefaultInstance()));
    }

    /** Everything that is left and the newest, in as many frames as it takes; empty if nothing was ever said. */
    public List<PartEntries> whole() {
        OpenEntry newest = head;
        return newest == null
                ? List.of()
                : EntryBundles.whole(node, incarnation, live.values(), newest, List.of(signer.certificate()));
    }

    /** Whether nothing is in it: nothing was ever said, or it was ended. */
    public boolean isEmpty() {
        return live.isEmpty();
    }

    /** Whether a participant is in it. */
    public boolean has(String participantId) {
        return live.containsKey(participantId);
    }

    /** The counter of the newest entry; 0: nothing was ever said. */
    public long counter() {
        return head == null ? 0 : head.counter();
    }

    private PartEntries say(PartEntry.Builder content) {
        long next = counter.getAsLong();
        content.setRoom(room.toString())
                .setNode(node.toString())
                .setIncarnation(incarnation)
                .setCounter(next);
        OpenEntry draft = OpenEntry.of(SignedEntry.getDefaultInstance(), content.buildPartial());
        if (content.hasEnded()) {
            live.clear();
            sum = 0;
        } else {
            OpenEntry before = live.get(draft.key());
            sum += (draft.isLive() ? draft.sum() : 0) - (before == null ? 0 : before.sum());
        }
        PartEntry entry = content.setSum(sum).build();
        OpenEntry said = new OpenEntry(signer.sign(entry.toByteString()), entry, draft.key(), draft.sum());
        if (said.isLive()) {
            live.put(said.key(), said);
        } else {
            live.remove(said.key());
        }
        head = said;
        return PartEntries.newBuilder()
                .setNode(node.toString())
                .setIncarnation(incarnation)
                .addEntries(said.signed())
                .build();
    }
}
