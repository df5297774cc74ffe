package io.banyan.protocol.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.modes.AEADBlockCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.gcm.BasicGCMMultiplier;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.bouncycastle.tls.crypto.TlsEncodeResult;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * BouncyCastle's own cryptography, but that an invalid record is dropped rather than taken for the end of its
 * association, and that {@link HandshakeLimit} is kept also where a record was encrypted.
 */
final class LimitedCrypto extends BcTlsCrypto {
    LimitedCrypto(SecureRandom random) {
        super(random);
    }

    @Override
    public TlsCipher createCipher(TlsCryptoParameters parameters, int encryptionAlgorithm, int macAlgorithm)
            throws IOException {
        return new LimitedCipher(super.createCipher(parameters, encryptionAlgorithm, macAlgorithm));
    }

    /**
     * Without tables: they would be 16 kB of every session for as long as it lives, and after its handshake a session of
     * media sends an alert at most.
     */
    @Override
    protected AEADBlockCipher createGCMMode(BlockCipher cipher) {
        return GCMBlockCipher.newInstance(cipher, new BasicGCMMultiplier());
    }

    private record LimitedCipher(TlsCipher cipher) implements TlsCipher {
        @Override
        public TlsDecodeResult decodeCiphertext(
                long seq, short recordType, ProtocolVersion version, byte[] bytes, int offset, int length)
                throws IOException {
            TlsDecodeResult decoded;
            try {
                decoded = cipher.decodeCiphertext(seq, recordType, version, bytes, offset, length);
            } catch (TlsFatalAlert invalid) {
                // For a record that is too short to hold a tag it is decode_error, and anybody can send one.
                throw discard();
            }
            if (decoded.contentType == HandshakeLimit.HANDSHAKE
                    && !HandshakeLimit.allowsMessages(decoded.buf, decoded.off, decoded.len)) {
                throw discard();
            }
            return decoded;
        }

        /** The one alert that the record layer takes as "drop this record" (RFC 6347 §4.1.2.7), whatever was wrong. */
        private static TlsFatalAlert discard() {
            return new TlsFatalAlert(AlertDescription.bad_record_mac);
        }

        @Override
        public TlsEncodeResult encodePlaintext(
                long seq, short type, ProtocolVersion version, int headerBytes, byte[] bytes, int offset, int length)
                throws IOException {
            return cipher.encodePlaintext(seq, type, version, headerBytes, bytes, offset, length);
        }

        @Override
        public int getCiphertextDecodeLimit(int plaintextLimit) {
            return cipher.getCiphertextDecodeLimit(plaintextLimit);
        }

        @Override
        public int getCiphertextEncodeLimit(int plaintextLimit) {
            return cipher.getCiphertextEncodeLimit(plaintextLimit);
        }

        @Override
        public int getPlaintextDecodeLimit(int ciphertextLimit) {
            return cipher.getPlaintextDecodeLimit(ciphertextLimit);
        }

        @Override
        public int getPlaintextEncodeLimit(int ciphertextLimit) {
            return cipher.getPlaintextEncodeLimit(ciphertextLimit);
        }

        @Override
        public void rekeyDecoder() throws IOException {
            cipher.rekeyDecoder();
        }

        @Override
        public void rekeyEncoder() throws IOException {
            cipher.rekeyEncoder();
        }

        @Override
        public boolean usesOpaqueRecordTypeDecode() {
            return cipher.usesOpaqueRecordTypeDecode();
        }

        @Override
        public boolean usesOpaqueRecordTypeEncode() {
            return cipher.usesOpaqueRecordTypeEncode();
        }
    }
}
