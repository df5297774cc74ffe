package io.banyan.protocol.srtp.ffm;

/** What a downcall can throw, which is nothing that a caller could mend. */
final class CallFailure {
    private CallFailure() {}

    /** To be thrown in the place of {@code thrown}. */
    static IllegalStateException of(Throwable thrown) {
        return new IllegalStateException("native call failed", thrown);
    }
}
