package io.banyan.node.plane;

/** Hears what each loop did, once a second. Called on the loop's thread: must not block and must not throw. */
@FunctionalInterface
public interface SnapshotSink {
    void accept(LoopSnapshot snapshot);
}
