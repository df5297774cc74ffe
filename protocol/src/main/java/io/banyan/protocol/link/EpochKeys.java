package io.banyan.protocol.link;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key and salt of one epoch of one direction, and what the next epoch's follow from: a ratchet, so that whoever gets
 * hold of a key opens nothing that was sealed before. Immutable.
 *
 * <p>By HKDF-Expand with SHA-256 (RFC 5869 §2.3) of the epoch's secret, with the labels {@code banyan link key},
 * {@code banyan link salt} and {@code banyan link next}.
 */
final class EpochKeys {
    static final int KEY_BYTES = 16;
    static final int SALT_BYTES = 12;

    private final int epoch;
    private final byte[] secret;

    private EpochKeys(int epoch, byte[] secret) {
        this.epoch = epoch;
        this.secret = secret;
    }

    /** Epoch 0. */
    static EpochKeys first(byte[] secret) {
        return new EpochKeys(0, secret.clone());
    }

    EpochKeys next() {
        return new EpochKeys(epoch + 1, expand("banyan link next", LinkKeys.SECRET_BYTES));
    }

    int epoch() {
        return epoch;
    }

    LinkCipher cipher() {
        return new LinkCipher(epoch, expand("banyan link key", KEY_BYTES), expand("banyan link salt", SALT_BYTES));
    }

    private byte[] expand(String label, int bytes) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.expandOnly(
                            new SecretKeySpec(secret, "Generic"), label.getBytes(StandardCharsets.US_ASCII), bytes));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("HKDF is part of every JDK from 25 on", missing);
        }
    }
}
