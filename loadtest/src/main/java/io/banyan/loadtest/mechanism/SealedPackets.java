package io.banyan.loadtest.mechanism;

import io.banyan.protocol.srtp.SrtpCipher;
import io.banyan.protocol.srtp.SrtpCiphers;
import io.banyan.protocol.srtp.SrtpProfile;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A packet of 1178 bytes put where it is sent from and sealed there, for fifty in turns; and one that is opened. */
@State(Scope.Thread)
public class SealedPackets {
    private static final int SUBSCRIBERS = 50;
    private static final int HEADER_BYTES = 20;
    private static final int PLAIN_BYTES = 1_178;
    private static final int ROOM_BYTES = 2_048;
    private static final int SSRC = 77;
    private static final long FIRST_INDEX = 1_000;

    @Param({"AEAD_AES_128_GCM", "AES_CM_128_HMAC_SHA1_80"})
    public SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;

    /** A library that lacks the profile, or is not there, leaves it to the JDK. */
    @Param({"AUTO", "JDK"})
    public SrtpCiphers.Choice cipher = SrtpCiphers.Choice.AUTO;

    private final SrtpCipher[] ciphers = new SrtpCipher[SUBSCRIBERS];
    private final ByteBuffer plain = ByteBuffer.allocate(ROOM_BYTES);
    private final ByteBuffer area = ByteBuffer.allocateDirect(ROOM_BYTES);
    private final ByteBuffer sealed = ByteBuffer.allocateDirect(ROOM_BYTES);
    private int sealedBytes;
    private long index = FIRST_INDEX;

    /** Keys of each, and a packet. */
    @Setup
    public void makeKeys() {
        SrtpCiphers chosen = SrtpCiphers.choose(cipher, missing -> {});
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < SUBSCRIBERS; i++) {
            byte[] key = new byte[profile.keyBytes()];
            byte[] salt = new byte[profile.saltBytes()];
            random.nextBytes(key);
            random.nextBytes(salt);
            ciphers[i] = chosen.create(profile, key, salt);
        }
        byte[] content = new byte[PLAIN_BYTES];
        random.nextBytes(content);
        plain.put(0, content);
        sealed.put(0, plain, 0, PLAIN_BYTES);
        sealedBytes = ciphers[0].sealRtp(1, SSRC, sealed, 0, HEADER_BYTES, PLAIN_BYTES, sealed, 0);
    }

    @Benchmark
    public int seal() {
        area.put(0, plain, 0, PLAIN_BYTES);
        long next = index++;
        SrtpCipher own = ciphers[(int) (next % SUBSCRIBERS)];
        return own.sealRtp(next, SSRC, area, 0, HEADER_BYTES, PLAIN_BYTES, area, 0);
    }

    @Benchmark
    public boolean open() {
        return ciphers[0].openRtp(1, SSRC, sealed, 0, HEADER_BYTES, sealedBytes, area, 0);
    }
}
