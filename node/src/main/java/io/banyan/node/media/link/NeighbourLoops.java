package io.banyan.node.media.link;

import java.nio.ByteBuffer;

/** The other loops of this node: their links' datagrams need no network. Called on the loop's thread; never blocks. */
public interface NeighbourLoops {
    /** There is no other loop. */
    NeighbourLoops NONE = new NeighbourLoops() {
        @Override
        public boolean tell(int loop, LinkResult result) {
            return false;
        }

        @Override
        public boolean send(int loop, ByteBuffer buffer, int offset, int length) {
            return false;
        }
    };

    /** Hands a loop something about a link; false: its queue is full, or there is no such loop. */
    boolean tell(int loop, LinkResult result);

    /** Takes a copy of a datagram for another loop; false: the queue there is full, and it is lost. */
    boolean send(int loop, ByteBuffer buffer, int offset, int length);
}
