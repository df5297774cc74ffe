package io.banyan.node.plane;

/** Reads the spine. Called on the thread where the fact was seen: must not block and must not throw. */
@FunctionalInterface
public interface CallEventSink {
    void accept(CallEvent event);

    /** What a client says of its reception, every few seconds for each slot: no fact of the call, and numbered by nobody. */
    default void onReception(ClientReception reception) {}
}
