package io.banyan.loadtest.browser;

/** A browser is not on this machine; the message says how to get it. */
public final class BrowserMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrowserMissingException(String message) {
        super(message);
    }
}
