package io.banyan.node.control;

/** What a {@link RoomsActor} takes: from other nodes, and from its own. */
sealed interface RoomsMessage permits RoomsMessage.FromNode, RoomsActor.Command {
    /** From another node, or from this one. */
    sealed interface FromNode extends RoomsMessage, WireMessage permits ResumeAt, Hello {}
}
