package io.banyan.node.control;

import io.banyan.node.mesh.directory.AllowedRegions;
import io.banyan.protocol.id.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** The nodes of the own region that have people in a room: where each is told what, and where its tokens let the room be. */
final class RoomNodes {
    private final ActorContext<RoomActor.Command> context;
    private final BiFunction<NodeId, ActorRef<RoomPartMessage>, RoomActor.Command> terminated;
    private final Map<NodeId, ActorRef<RoomPartMessage>> parts = new HashMap<>();
    private final Map<NodeId, AllowedRegions> allowedAt = new HashMap<>();
    private AllowedRegions allowed = AllowedRegions.ANYWHERE;

    /**
     * @param terminated what the room is told when a part's actor is gone
     */
    RoomNodes(
            ActorContext<RoomActor.Command> context,
            BiFunction<NodeId, ActorRef<RoomPartMessage>, RoomActor.Command> terminated) {
        this.context = context;
        this.terminated = terminated;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /**
     * The owner of a part lives, there.
     *
     * @return whether it has to be told everything: it was not known, or in another life
     */
    boolean add(NodeId node, ActorRef<RoomPartMessage> part, AllowedRegions there) {
        if (!there.equals(allowedAt.put(node, there))) {
            join();
        }
        ActorRef<RoomPartMessage> before = parts.put(node, part);
        if (part.equals(before)) {
            return false;
        }
        if (before != null) {
            context.unwatch(before);
        }
        context.watchWith(part, terminated.apply(node, part));
        return true;
    }

    /**
     * A part's actor has nothing more to do with the room.
     *
     * @return false if another is in its place, or none
     */
    boolean remove(NodeId node, ActorRef<RoomPartMessage> part) {
        if (!parts.remove(node, part)) {
            return false;
        }
        context.unwatch(part);
        // The last ones' stays until somebody else comes: what they decided is remembered where they might be.
        if (allowedAt.size() > 1 && allowedAt.remove(node) != null) {
            join();
        }
        return true;
    }

    private void join() {
        allowed = allowedAt.values().stream().reduce(AllowedRegions::with).orElse(AllowedRegions.ANYWHERE);
    }

    /** By the tokens of everybody in the room here. */
    AllowedRegions allowed() {
        return allowed;
    }

    /** Tells one node, if it has people in the room. */
    void tell(NodeId node, FromRoom message) {
        ActorRef<RoomPartMessage> part = parts.get(node);
        if (part != null) {
            part.tell(message);
        }
    }

    void tellAll(FromRoom message) {
        parts.values().forEach(part -> part.tell(message));
    }

    void tellOthers(NodeId but, FromRoom message) {
        parts.forEach((node, part) -> {
            if (!node.equals(but)) {
                part.tell(message);
            }
        });
    }
}
