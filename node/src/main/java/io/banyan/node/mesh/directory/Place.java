package io.banyan.node.mesh.directory;

import io.banyan.node.mesh.MeshTime;
import io.banyan.node.mesh.authority.FactsWire;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.part.Hlc;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.RoomRegistration;
import java.util.Set;

/** One room at one region of the directory: what was said there, and what it answered. Owned by a {@link DirectoryClient}. */
final class Place {
    final UnsaidViewers viewers = new UnsaidViewers();
    Set<RegionId> answer = Set.of();
    long saidMillis;
    long saidNanos = Long.MIN_VALUE / 2;
    int saidCount;
    long refreshNanos = MeshTime.NEVER;
    long dueNanos;
    int tries;
    /** Everything is said anew; otherwise only viewers. */
    private boolean isWhole = true;

    Place(long dueNanos) {
        this.dueNanos = dueNanos;
    }

    /** Everything is to be said, now. */
    void ask(long nowNanos) {
        tries = 0;
        isWhole = true;
        dueNanos = nowNanos;
    }

    /** What is to be said there, which counts as said. */
    RoomRegistration say(RegisteredRoom registered, Hlc hlc, MeshTime now) {
        // What is not answered time and again may have been lost with all that was known there.
        isWhole |= now.nanos() >= refreshNanos || tries > 1;
        if (isWhole) {
            viewers.onWhole(registered.viewers);
        }
        saidMillis = hlc.next(now.wallMillis());
        saidNanos = now.nanos();
        saidCount = Math.min(registered.viewers.size(), CountedViewers.MAX_COUNTED);
        RoomRegistration.Builder said = RoomRegistration.newBuilder()
                .setRoom(registered.room.toString())
                .addAllAllowed(registered.allowed.toProto())
                .setAtMillis(saidMillis)
                .setCounted(saidCount)
                .addAllCame(viewers.say(CountedViewers.MAX_CAME))
                .setCountsOnly(!isWhole);
        if (isWhole && !registered.facts.equals(RoomFacts.NONE)) {
            said.setFacts(FactsWire.toProto(registered.facts));
        }
        return said.build();
    }

    /** What was said last has been answered. */
    void onAnswered(boolean countsOnly) {
        tries = 0;
        viewers.onAnswered();
        isWhole &= countsOnly;
        dueNanos = refreshNanos;
    }
}
