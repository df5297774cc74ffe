package io.banyan.node.control;

/** What a {@link RoomPartActor} takes: from the room's index, wherever it is; and from its own node. */
sealed interface RoomPartMessage permits FromRoom, RoomPartActor.Command {}
