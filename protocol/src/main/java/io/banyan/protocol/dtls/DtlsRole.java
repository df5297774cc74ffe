package io.banyan.protocol.dtls;

/** Who starts the handshake. A node answers every offer with {@code setup:passive}, so it is always the server. */
public enum DtlsRole {
    SERVER,
    CLIENT
}
