package io.banyan.node.media.loop;

import io.banyan.node.media.link.LinkResult;
import io.banyan.node.media.transport.DtlsResult;
import io.banyan.node.plane.MediaCommand;

/** What other threads may put into a loop's queue. */
sealed interface LoopWork {
    /** From control. */
    record Execute(MediaCommand command) implements LoopWork {}

    /**
     * From whoever ends the loop.
     *
     * @param done is run when every transport is closed
     */
    record CloseAll(Runnable done) implements LoopWork {}

    /** From a thread that works for one of the loop's transports. */
    record Deliver(DtlsResult result) implements LoopWork {}

    /** From a thread that works for one of the loop's links. */
    record Link(LinkResult result) implements LoopWork {}
}
