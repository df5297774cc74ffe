package io.banyan.protocol.ice;

/** What became of one STUN message at an {@link IceLiteAgent}; each is counted. */
public enum CheckOutcome {
    /** A valid check: consent is fresh. */
    ACCEPTED,
    /** A valid check that nominated its pair, which packets go to from now on. */
    NOMINATED,
    /** A request that was answered before, from the same address: answered again, with no other effect. */
    REPEATED,
    /** A request that was answered before, now from another address: no reply. */
    REPLAYED,
    /** Not a request, or not the Binding method: no reply. */
    NOT_A_CHECK,
    /** USERNAME or MESSAGE-INTEGRITY is missing: 400. */
    MISSING_CREDENTIALS,
    /** USERNAME is not ours: 401. */
    WRONG_USERNAME,
    /** MESSAGE-INTEGRITY was made with another key: 401. */
    WRONG_INTEGRITY,
    /** An attribute that must be understood is not: 420. */
    UNKNOWN_ATTRIBUTE,
    /** The client says it is controlled, as a lite agent always is: 487. */
    ROLE_CONFLICT;

    /** Whether the client has shown that it holds the password, in a message not seen before. */
    public boolean isValidCheck() {
        return this == ACCEPTED || this == NOMINATED;
    }
}
