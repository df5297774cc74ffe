package io.banyan.loadtest.packet;

/** This machine has not what is to be measured beside a node; the message says what to install. */
public final class RivalMissingException extends RuntimeException {
    RivalMissingException(String message) {
        super(message);
    }

    RivalMissingException(String message, Throwable cause) {
        super(message, cause);
    }
}
