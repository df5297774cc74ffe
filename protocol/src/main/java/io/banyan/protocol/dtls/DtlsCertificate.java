package io.banyan.protocol.dtls;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/**
 * A self-signed certificate and its key, by which one end of DTLS associations is known (RFC 8827 §6.5): ECDSA on P-256,
 * valid from yesterday for a year. Immutable, any thread.
 */
public final class DtlsCertificate {
    private final byte[] der;
    private final AsymmetricKeyParameter privateKey;
    private final Fingerprint fingerprint;

    private DtlsCertificate(byte[] der, AsymmetricKeyParameter privateKey) {
        this.der = der;
        this.privateKey = privateKey;
        this.fingerprint = new Fingerprint("sha-256", digest("sha-256", der));
    }

    /** Makes a key and a certificate with a random name, so that two of them cannot be told to be of one node. */
    public static DtlsCertificate generate(SecureRandom random) {
        byte[] name = new byte[8];
        random.nextBytes(name);
        SelfSignedCertificate made = SelfSignedCertificate.make(HexFormat.of().formatHex(name), List.of(), random);
        try {
            AsymmetricKeyParameter key =
                    PrivateKeyFactory.createKey(made.keys().getPrivate().getEncoded());
            return new DtlsCertificate(made.der().bytes(), key);
        } catch (IOException bug) {
            throw new IllegalStateException(bug);
        }
    }

    /** By SHA-256, what {@code a=fingerprint} says. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    byte[] der() {
        return der;
    }

    AsymmetricKeyParameter privateKey() {
        return privateKey;
    }

    /**
     * @param algorithm in SDP's words
     */
    static byte[] digest(String algorithm, byte[] der) {
        try {
            // SDP's names of the SHA-2 hashes are the JDK's, in lower case (RFC 8122 §5).
            return MessageDigest.getInstance(algorithm).digest(der);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(algorithm + " is part of every JDK", missing);
        }
    }
}
