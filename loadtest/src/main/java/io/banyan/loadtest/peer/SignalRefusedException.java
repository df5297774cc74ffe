package io.banyan.loadtest.peer;

import io.banyan.protocol.signal.v1.Error;
import io.banyan.protocol.signal.v1.ErrorCode;

/** A node answered a request with an error, or closed the connection before it answered. */
public final class SignalRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    SignalRefusedException(Error error) {
        super(error.getCode() + ": " + error.getMessage());
        code = error.getCode();
    }

    SignalRefusedException(String closed) {
        super(closed);
        code = ErrorCode.ERROR_CODE_UNSPECIFIED;
    }

    /** Unspecified: the connection ended without one. */
    public ErrorCode code() {
        return code;
    }
}
