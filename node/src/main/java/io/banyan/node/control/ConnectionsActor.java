package io.banyan.node.control;

import io.banyan.protocol.id.ConnectionId;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Takes what the edge says and passes it to the {@link ConnectionActor} of its connection, which it starts. */
final class ConnectionsActor {
    private record Stopped(ConnectionId connection) {}

    private final ControlContext control;
    private final ActorRef<RoomsActor.Command> rooms;
    private final OwnerLookup owners;
    private final ActorContext<Object> context;
    private final Map<ConnectionId, ActorRef<ConnectionActor.Command>> connections = new HashMap<>();

    private ConnectionsActor(
            ControlContext control,
            ActorRef<RoomsActor.Command> rooms,
            OwnerLookup owners,
            ActorContext<Object> context) {
        this.control = control;
        this.rooms = rooms;
        this.owners = owners;
        this.context = context;
    }

    static Behavior<FromEdge> create(ControlContext control, ActorRef<RoomsActor.Command> rooms, OwnerLookup owners) {
        return Behaviors.<Object>setup(context -> new ConnectionsActor(control, rooms, owners, context).behavior())
                .narrow();
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(FromEdge.class, this::onEdge)
                .onMessage(Stopped.class, stopped -> {
                    connections.remove(stopped.connection());
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Object> onEdge(FromEdge message) {
        switch (message) {
            case JoinRequest join -> open(join.connection(), ConnectionActor.join(join, control, rooms));
            case ResumeRequest resume -> open(resume.connection(), ConnectionActor.resume(resume, control, owners));
            case FromClient said -> pass(said.connection(), new ConnectionActor.Said(said));
            case ClientGone gone -> pass(gone.connection(), new ConnectionActor.Gone(gone));
        }
        return Behaviors.same();
    }

    private void open(ConnectionId id, Behavior<ConnectionActor.Command> behavior) {
        if (connections.containsKey(id)) {
            context.getLog().warn("connection {} was opened before: the edge must not do that", id);
            return;
        }
        ActorRef<ConnectionActor.Command> connection = context.spawn(behavior, id.value());
        context.watchWith(connection, new Stopped(id));
        connections.put(id, connection);
    }

    private void pass(ConnectionId id, ConnectionActor.Command command) {
        ActorRef<ConnectionActor.Command> connection = connections.get(id);
        if (connection != null) {
            connection.tell(command);
        }
    }
}
