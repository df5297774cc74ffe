package io.banyan.loadtest.hostile;

import io.banyan.protocol.signal.v1.ErrorCode;
import java.util.List;

/**
 * What a node answered a hostile client.
 *
 * @param errors in their order
 * @param isClosed whether it ended the connection in time
 * @param status of the close frame, 1006 if there was none
 */
public record HostileOutcome(String attack, List<ErrorCode> errors, boolean isClosed, int status, String reason) {
    /** The code of the first error; unspecified: there was none. */
    public ErrorCode firstError() {
        return errors.isEmpty() ? ErrorCode.ERROR_CODE_UNSPECIFIED : errors.getFirst();
    }
}
