package io.banyan.node.plane;

/** Reads the spine. Called on the thread where the fact was seen: must not block and must not throw. */
@FunctionalInterface
public interface CallEventSink {
    void accept(CallEvent event);
}
