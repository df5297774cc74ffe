package io.banyan.node.signal.token;

import io.banyan.node.control.TokenGrants;
import io.banyan.protocol.signal.v1.ErrorCode;

/** Whether a token lets its bearer in. */
public sealed interface TokenCheck {
    record Accepted(TokenGrants grants) implements TokenCheck {}

    /**
     * @param code for the program
     * @param message for people; never contains the token or a part of it
     */
    record Refused(ErrorCode code, String message) implements TokenCheck {}
}
