package io.banyan.protocol.srtp.ffm;

/** Why a library's ciphers can't be used on this machine, as its message. */
public final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnavailableException(String reason) {
        super(reason);
    }
}
