package io.banyan.protocol.srtp;

import io.banyan.protocol.srtp.ffm.IpsecMb;
import io.banyan.protocol.srtp.ffm.OpenSsl;
import io.banyan.protocol.srtp.ffm.UnavailableException;
import java.util.Locale;
import java.util.function.Consumer;

/** The ciphers that this machine has, chosen once at start: for each profile the fastest one that is allowed. Any thread. */
public final class SrtpCiphers implements SrtpCipherSuite {
    /** What a node may be told to use. A library without a profile leaves that one to those after it. */
    public enum Choice {
        /** The fastest that is there. */
        AUTO,
        IPSEC_MB,
        OPENSSL,
        JDK;

        /**
         * @param name as a setting spells it: auto, ipsec-mb, openssl or jdk
         * @throws IllegalArgumentException for any other
         */
        public static Choice of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    private static final String JDK = "JDK";

    private final SrtpCipherSuite gcm;
    private final String gcmName;
    private final SrtpCipherSuite counterMode;
    private final String counterModeName;

    private SrtpCiphers(SrtpCipherSuite gcm, String gcmName, SrtpCipherSuite counterMode, String counterModeName) {
        this.gcm = gcm;
        this.gcmName = gcmName;
        this.counterMode = counterMode;
        this.counterModeName = counterModeName;
    }

    /**
     * Looks at what is installed.
     *
     * @param missing is told, in a sentence, of each library that would be used and can't
     */
    public static SrtpCiphers choose(Choice choice, Consumer<String> missing) {
        SrtpCiphers chosen = new SrtpCiphers(SrtpCipherSuite.jdk(), JDK, SrtpCipherSuite.jdk(), JDK);
        if (choice == Choice.AUTO || choice == Choice.OPENSSL) {
            try {
                OpenSsl library = OpenSsl.load(OpenSsl.FIRST_VERSION);
                SrtpCipherSuite suite = openSsl(library);
                chosen = new SrtpCiphers(suite, library.toString(), suite, library.toString());
            } catch (UnavailableException reason) {
                missing.accept(String.valueOf(reason.getMessage()));
            }
        }
        if (choice == Choice.AUTO || choice == Choice.IPSEC_MB) {
            try {
                IpsecMb library = IpsecMb.load();
                chosen = new SrtpCiphers(
                        ipsecMb(library), library.toString(), chosen.counterMode, chosen.counterModeName);
            } catch (UnavailableException reason) {
                missing.accept(String.valueOf(reason.getMessage()));
            }
        }
        return chosen;
    }

    /** Both profiles by OpenSSL. */
    static SrtpCipherSuite openSsl(OpenSsl library) {
        return (profile, masterKey, masterSalt) -> {
            SessionKeys keys = SessionKeys.derive(profile, masterKey, masterSalt);
            return switch (profile) {
                case AEAD_AES_128_GCM -> new NativeGcmCipher(library.gcm(), keys);
                case AES_CM_128_HMAC_SHA1_80 -> new NativeCounterModeCipher(library.counterMode(), keys);
            };
        };
    }

    /** AEAD_AES_128_GCM by ipsec-mb, and by nothing else. */
    static SrtpCipherSuite ipsecMb(IpsecMb library) {
        return (profile, masterKey, masterSalt) -> switch (profile) {
            case AEAD_AES_128_GCM -> new NativeGcmCipher(library, SessionKeys.derive(profile, masterKey, masterSalt));
            case AES_CM_128_HMAC_SHA1_80 -> throw new IllegalArgumentException("not by ipsec-mb");
        };
    }

    @Override
    public SrtpCipher create(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        return suite(profile).create(profile, masterKey, masterSalt);
    }

    /** What ciphers of that profile come from: a library and its version, or "JDK". */
    public String nameFor(SrtpProfile profile) {
        return profile == SrtpProfile.AEAD_AES_128_GCM ? gcmName : counterModeName;
    }

    private SrtpCipherSuite suite(SrtpProfile profile) {
        return profile == SrtpProfile.AEAD_AES_128_GCM ? gcm : counterMode;
    }
}
