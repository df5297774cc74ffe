package io.banyan.loadtest.browser;

import org.jspecify.annotations.Nullable;

/** A script in a page threw, or the page is gone. */
public final class PageScriptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PageScriptException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
