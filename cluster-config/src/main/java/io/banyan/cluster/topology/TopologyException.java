package io.banyan.cluster.topology;

/** Why a topology document was refused, in one line that says what to do. */
public final class TopologyException extends Exception {
    private static final long serialVersionUID = 1;

    TopologyException(String message) {
        super(message);
    }
}
