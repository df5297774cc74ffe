package io.banyan.loadtest.peer;

import io.banyan.protocol.signal.v1.Error;
import org.jspecify.annotations.Nullable;

/**
 * How a signalling connection ended.
 *
 * @param status of the close frame (RFC 6455 §7.4); {@link #NO_CODE}: there was none
 * @param lastError the last error that the node sent before, or null
 */
public record SignalClose(
        int status, String reason, @Nullable Error lastError) {
    public static final int NO_CODE = 1006;
}
