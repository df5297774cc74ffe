package io.banyan.node.control;

import org.apache.pekko.actor.typed.ActorRef;

/**
 * The control plane of this node as its edge sees it. Any thread may call; nothing here blocks. It lives as long as one
 * {@code ActorSystem}: the system may be stopped and another one started while media goes on.
 */
public final class NodeControl {
    private final ActorRef<FromEdge> connections;

    NodeControl(ActorRef<FromEdge> connections) {
        this.connections = connections;
    }

    /** Opens a connection with a join; the answer goes to the request's client. */
    public void join(JoinRequest request) {
        connections.tell(request);
    }

    /** Opens a connection with a resume; the answer goes to the request's client. */
    public void resume(ResumeRequest request) {
        connections.tell(request);
    }

    /** Where everything about connections may be sent, in the order in which it happened to each. */
    public ActorRef<FromEdge> connections() {
        return connections;
    }
}
