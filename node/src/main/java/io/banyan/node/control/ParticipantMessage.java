package io.banyan.node.control;

/** What a {@link ParticipantActor} takes: from its client, from any node; and from its own node. */
public sealed interface ParticipantMessage permits FromClient, ClientGone, ParticipantActor.Command {}
