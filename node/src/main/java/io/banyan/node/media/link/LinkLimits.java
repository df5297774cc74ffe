package io.banyan.node.media.link;

/**
 * How much the links of a loop may take.
 *
 * @param links to and from other loops, handshakes included
 * @param handshakes of strangers that hold a mesh key, at a time
 * @param tracksPerLink that one child may ask for
 */
public record LinkLimits(int links, int handshakes, int tracksPerLink) {
    /** A mesh of hundreds of nodes, each with some loops; a child that carries ten large rooms. */
    public static final LinkLimits DEFAULT = new LinkLimits(1_024, 64, 16_384);

    public LinkLimits {
        if (Integer.bitCount(links) != 1 || handshakes < 1 || tracksPerLink < 1) {
            throw new IllegalArgumentException("limits are positive, links a power of two");
        }
    }
}
