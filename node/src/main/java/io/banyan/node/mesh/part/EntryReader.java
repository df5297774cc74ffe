package io.banyan.node.mesh.part;

import com.google.protobuf.InvalidProtocolBufferException;
import io.banyan.node.mesh.MeshRefusal;
import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.Refusals;
import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.wire.v1.PartEntry;
import io.banyan.protocol.wire.v1.SignedEntry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads entries of one room that came from another region: whatever is wrong with one, it is counted and not there. */
final class EntryReader {
    /** A name, 4 KiB of attributes and 64 tracks fit in half of it. */
    static final int MAX_ENTRY_BYTES = 32 * 1024;

    static final int MAX_TRACKS = 64;

    static final int MAX_ADDRESSES = 16;

    /** A node that changed a part each microsecond would reach it after nine years. */
    static final long MAX_COUNTER = 1L << 48;

    private final String room;
    private final Refusals refusals;

    EntryReader(RoomId room, Refusals refusals) {
        this.room = room.toString();
        this.refusals = refusals;
    }

    Optional<OpenEntry> read(NodeId owner, long incarnation, SignedEntry signed, MeshTime now) {
        if (signed.getEntry().size() > MAX_ENTRY_BYTES
                || signed.getSignature().size() > 256
                || signed.getKey().size() > 32) {
            return refuse(MeshRefusal.TOO_LARGE);
        }
        PartEntry entry;
        try {
            entry = PartEntry.parseFrom(signed.getEntry());
        } catch (InvalidProtocolBufferException notAnEntry) {
            return refuse(MeshRefusal.MALFORMED);
        }
        MeshRefusal wrong = wrong(entry, owner, incarnation, now);
        return wrong == null ? Optional.of(OpenEntry.of(signed, entry)) : refuse(wrong);
    }

    private @Nullable MeshRefusal wrong(PartEntry entry, NodeId owner, long incarnation, MeshTime now) {
        if (!entry.getRoom().equals(room)) {
            return MeshRefusal.WRONG_ROOM;
        }
        String node = owner.toString();
        if (!entry.getNode().equals(node) || entry.getIncarnation() != incarnation) {
            return MeshRefusal.WRONG_OWNER;
        }
        if (entry.getCounter() <= 0 || entry.getCounter() >= MAX_COUNTER || incarnation <= 0) {
            return MeshRefusal.ABSURD_NUMBER;
        }
        if (!now.isPlausible(incarnation)) {
            return MeshRefusal.CLOCK_AHEAD;
        }
        return switch (entry.getContentCase()) {
            case PARTICIPANT -> {
                if (entry.getParticipant().getTracksCount() > MAX_TRACKS) {
                    yield MeshRefusal.TOO_LARGE;
                }
                yield wrong(entry.getParticipant().getParticipant(), Gallery.ownerOf(owner), now);
            }
            case GONE -> isParticipantId(entry.getGone().getParticipantId()) ? null : MeshRefusal.BAD_NAME;
            case ENDPOINT -> {
                if (!entry.getEndpoint().getNode().equals(node)) {
                    yield MeshRefusal.WRONG_OWNER;
                }
                yield entry.getEndpoint().getAddressesCount() > MAX_ADDRESSES ? MeshRefusal.TOO_LARGE : null;
            }
            case ENDED -> null;
            case CONTENT_NOT_SET -> MeshRefusal.MALFORMED;
        };
    }

    private static @Nullable MeshRefusal wrong(Participant participant, NodeId owner, MeshTime now) {
        if (!participant.getNode().equals(owner.name())
                || !participant.getRegion().equals(owner.region().value())) {
            return MeshRefusal.WRONG_OWNER;
        }
        if (participant.getTracksCount() > MAX_TRACKS) {
            return MeshRefusal.TOO_LARGE;
        }
        if (!now.isPlausible(participant.getJoinedAtMillis())) {
            return MeshRefusal.CLOCK_AHEAD;
        }
        try {
            new Identity(participant.getIdentity());
        } catch (IllegalArgumentException notAnIdentity) {
            return MeshRefusal.BAD_NAME;
        }
        return isParticipantId(participant.getParticipantId()) ? null : MeshRefusal.BAD_NAME;
    }

    private static boolean isParticipantId(String id) {
        try {
            new ParticipantId(id);
            return true;
        } catch (IllegalArgumentException notAnId) {
            return false;
        }
    }

    private Optional<OpenEntry> refuse(MeshRefusal reason) {
        refusals.count(reason);
        return Optional.empty();
    }
}
