package io.banyan.loadtest.packet;

import io.banyan.loadtest.process.ProcessorTime;

/** One publisher's packets on their way through a program to many subscribers; silent at first. Used by one thread. */
interface Forwarding extends AutoCloseable {
    /** While silent no packet of media leaves the publisher. */
    void setSilent(boolean silent);

    /** Processor time of the program so far, user and system. */
    ProcessorTime processorTime();

    /** What the subscribers have received so far. */
    Received received();

    @Override
    void close();
}
