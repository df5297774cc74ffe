package io.banyan.loadtest.packet;

/** This machine cannot make the C limit; the message says what to install. */
public final class LimitMissingException extends RuntimeException {
    LimitMissingException(String message) {
        super(message);
    }

    LimitMissingException(String message, Throwable cause) {
        super(message, cause);
    }
}
