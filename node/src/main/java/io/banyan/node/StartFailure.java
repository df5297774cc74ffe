package io.banyan.node;

import com.typesafe.config.ConfigException;
import java.net.BindException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Why a command could not do its work, in one line for people: what is wrong and what to do. */
final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** The line for whatever was thrown while starting. */
    static StartFailure of(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof StartFailure failure) {
            return failure;
        }
        if (cause instanceof ConfigException) {
            return new StartFailure("the configuration is wrong: " + cause.getMessage(), thrown);
        }
        if (cause instanceof IllegalArgumentException) {
            return new StartFailure(String.valueOf(cause.getMessage()), thrown);
        }
        return new StartFailure("could not start: " + cause, thrown);
    }

    /** A port that is taken, or an address that this machine does not have. */
    static StartFailure bind(String what, String address, int port, String option, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException
                    && String.valueOf(cause.getMessage()).contains("assign")) {
                return new StartFailure("this machine has no address " + address + " to listen on", thrown);
            }
        }
        return new StartFailure(
                "port " + port + " (" + what + ") is in use: stop what uses it, or choose another with " + option,
                thrown);
    }
}
