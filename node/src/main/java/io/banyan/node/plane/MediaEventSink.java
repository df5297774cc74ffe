package io.banyan.node.plane;

/** Hears from a media loop. Called on the loop's thread: must not block and must not throw. */
@FunctionalInterface
public interface MediaEventSink {
    void accept(MediaEvent event);
}
