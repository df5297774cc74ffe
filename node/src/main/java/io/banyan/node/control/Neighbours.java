package io.banyan.node.control;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.ResumeToken;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * The nodes of this region's cluster by name. A node says its name by a role, so that it is known from the moment it is a
 * member, without any other agreement. Owned by the guardian; lookups by any thread.
 */
final class Neighbours implements OwnerLookup {
    static final String ROLE_PREFIX = "node.";

    /** Name of the actor that siblings tell what they hear of other regions, {@code /system/banyan/mesh}. */
    static final String MESH = "mesh";

    private final ActorSystem<?> system;
    private final ControlSettings settings;
    private final Map<UniqueAddress, NodeId> up = new HashMap<>();

    Neighbours(ActorSystem<?> system, ControlSettings settings) {
        this.system = system;
        this.settings = settings;
    }

    /** The node that a member is; empty if it has no such role. */
    static Optional<NodeId> nodeOf(Member member, RegionId region) {
        for (String role : member.getRoles()) {
            if (role.startsWith(ROLE_PREFIX)) {
                return Optional.of(new NodeId(region, role.substring(ROLE_PREFIX.length())));
            }
        }
        return Optional.empty();
    }

    /** A new member hears where this node's clients may go to. */
    void onUp(Member member) {
        nodeOf(member, region()).filter(node -> !node.equals(settings.node())).ifPresent(node -> {
            up.put(member.uniqueAddress(), node);
            rooms(member.address()).tell(new Hello(settings.node(), settings.incarnation(), settings.signalUrl()));
        });
    }

    /**
     * A member is gone.
     *
     * @return its node; empty if the node is back already as another member
     */
    Optional<NodeId> onRemoved(Member member) {
        up.remove(member.uniqueAddress());
        return nodeOf(member, region()).filter(node -> !up.containsValue(node) && !node.equals(settings.node()));
    }

    /** Tells the other nodes of this region that are up. */
    void tellAll(RegionMesh.HeartbeatHeard heard) {
        for (Member member : Cluster.get(system).state().getMembers()) {
            if (!member.uniqueAddress().equals(Cluster.get(system).selfMember().uniqueAddress())) {
                ActorRef<RegionMesh.Command> mesh = at(member.address(), MESH);
                mesh.tell(heard);
            }
        }
    }

    @Override
    public Optional<ActorRef<RoomsMessage>> find(ResumeToken token) {
        for (Member member : Cluster.get(system).state().getMembers()) {
            if (nodeOf(member, region())
                    .filter(node -> node.toString().equals(token.getNode()))
                    .isPresent()) {
                return Optional.of(rooms(member.address()));
            }
        }
        return Optional.empty();
    }

    private ActorRef<RoomsMessage> rooms(Address address) {
        return at(address, NodeGuardian.ROOMS);
    }

    private <T> ActorRef<T> at(Address address, String name) {
        return ActorRefResolver.get(system).resolveActorRef(address + "/system/" + NodeControl.GUARDIAN + "/" + name);
    }

    private RegionId region() {
        return settings.node().region();
    }
}
