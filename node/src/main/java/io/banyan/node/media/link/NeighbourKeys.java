package io.banyan.node.media.link;

import io.banyan.protocol.link.LinkKeys;
import java.util.random.RandomGenerator;

/** Keys of a link that never leaves the process: nobody is there to hide from. */
final class NeighbourKeys {
    private static final int VERSION = 1;

    private NeighbourKeys() {}

    static LinkKeys random(RandomGenerator random) {
        byte[] initiator = new byte[LinkKeys.SECRET_BYTES];
        byte[] responder = new byte[LinkKeys.SECRET_BYTES];
        random.nextBytes(initiator);
        random.nextBytes(responder);
        return new LinkKeys(VERSION, initiator, responder);
    }
}
