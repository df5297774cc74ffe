package io.banyan.node.control;

import io.banyan.node.control.roster.Merge;
import io.banyan.node.control.roster.RosterUnion;
import io.banyan.node.mesh.part.Gallery;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.protocol.id.NodeId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * What happens to a room's people on other nodes when those cannot be reached or are gone: first they are reconnecting,
 * later forgotten. Each method says whether that changed what is to be seen. Owned by one actor.
 */
final class OtherNodes {
    /** Forgets a part later, unless its owner is heard of before. */
    interface Forgetting {
        void later(NodeId node, long incarnation, Duration delay);
    }

    private final RosterUnion union;
    private final Duration keep;
    private final Forgetting forgetting;
    private final Set<NodeId> unreachable = new HashSet<>();

    OtherNodes(RosterUnion union, Duration keep, Forgetting forgetting) {
        this.union = union;
        this.keep = keep;
        this.forgetting = forgetting;
    }

    boolean onUpdate(PartUpdate update) {
        boolean applied = union.apply(update) == Merge.APPLIED;
        boolean back = !unreachable.contains(Gallery.ownerOf(update.node())) && union.setReachable(update.node(), true);
        return applied || back;
    }

    boolean onReachable(NodeId node, boolean reachable) {
        if (reachable) {
            unreachable.remove(node);
        } else {
            unreachable.add(node);
        }
        boolean changed = union.setReachable(node, reachable);
        return Gallery.of(node)
                        .map(gallery -> union.setReachable(gallery, reachable))
                        .orElse(false)
                || changed;
    }

    boolean onRemoved(NodeId node) {
        unreachable.remove(node);
        boolean changed = isRemoved(node);
        return Gallery.of(node).map(this::isRemoved).orElse(false) || changed;
    }

    private boolean isRemoved(NodeId node) {
        return union.stamp(node)
                .map(stamp -> onRemoved(node, stamp.incarnation()))
                .orElse(false);
    }

    boolean onRemoved(NodeId node, long incarnation) {
        boolean isThatLife = union.stamp(node)
                .filter(stamp -> stamp.incarnation() == incarnation)
                .isPresent();
        if (!isThatLife) {
            return false;
        }
        boolean changed = union.setReachable(node, false);
        forgetting.later(node, incarnation, keep);
        return changed;
    }
}
