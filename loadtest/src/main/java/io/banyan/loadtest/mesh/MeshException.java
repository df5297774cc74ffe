package io.banyan.loadtest.mesh;

/** Why something could not be done with a mesh, in one line for people. */
public final class MeshException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MeshException(String message) {
        super(message);
    }

    MeshException(String message, Throwable cause) {
        super(message, cause);
    }
}
