package io.banyan.cluster.credentials;

/** Why credentials cannot be used, in one line that names the file and says what to do. */
public final class CredentialException extends Exception {
    private static final long serialVersionUID = 1;

    CredentialException(String message) {
        super(message);
    }

    CredentialException(String message, Throwable cause) {
        super(message, cause);
    }
}
