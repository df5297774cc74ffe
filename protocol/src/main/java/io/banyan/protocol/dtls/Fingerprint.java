package io.banyan.protocol.dtls;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hash of a certificate as SDP carries it ({@code a=fingerprint}, RFC 8122 §5). Immutable. */
public final class Fingerprint {
    /**
     * The hashes we compare by, and the length of each. RFC 8122 §5 forbids MD2 and MD5; SHA-1 is no longer one that a
     * certificate may be trusted by.
     */
    private static final Map<String, Integer> DIGEST_BYTES = Map.of("sha-256", 32, "sha-384", 48, "sha-512", 64);

    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

    private final String algorithm;
    private final byte[] digest;

    /**
     * @param algorithm in SDP's words: sha-256, sha-384 or sha-512
     */
    public Fingerprint(String algorithm, byte[] digest) {
        Integer bytes = DIGEST_BYTES.get(algorithm);
        if (bytes == null || bytes != digest.length) {
            throw new IllegalArgumentException("not a fingerprint that we compare by");
        }
        this.algorithm = algorithm;
        this.digest = digest.clone();
    }

    /**
     * @param value of the SDP attribute, such as {@code sha-256 AB:CD:…}
     * @return null for anything malformed, and for a hash that we do not compare by
     */
    public static @Nullable Fingerprint parse(String value) {
        int space = value.indexOf(' ');
        if (space < 0) {
            return null;
        }
        String algorithm = value.substring(0, space).toLowerCase(Locale.ROOT);
        Integer bytes = DIGEST_BYTES.get(algorithm);
        String hex = value.substring(space + 1).strip();
        if (bytes == null || hex.length() != 3 * bytes - 1) {
            return null;
        }
        try {
            return new Fingerprint(algorithm, HEX.parseHex(hex));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** In SDP's words: sha-256, sha-384 or sha-512. */
    public String algorithm() {
        return algorithm;
    }

    public byte[] digest() {
        return digest.clone();
    }

    /** As {@link #parse} reads it. */
    public String toSdp() {
        return algorithm + " " + HEX.formatHex(digest);
    }

    /** Compares in a time that does not depend on where the two differ. */
    public boolean matches(Fingerprint other) {
        return algorithm.equals(other.algorithm) && MessageDigest.isEqual(digest, other.digest);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fingerprint fingerprint && matches(fingerprint);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return toSdp();
    }
}
