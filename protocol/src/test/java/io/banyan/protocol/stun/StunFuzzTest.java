package io.banyan.protocol.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Any bytes are read without an exception; the seed is fixed. */
class StunFuzzTest {
    private static final int ROUNDS = 150_000;
    private static final StunKey KEY = StunKey.ofPassword("a password of ICE");

    private final RandomGenerator random = new Random(8489);
    private final StunView view = new StunView();
    private final int[] unknown = new int[8];
    private int wellFormed;

    @Test
    void shouldSurviveMutatedMessages() {
        byte[] valid = validMessage();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] message = valid.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                message[random.nextInt(message.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(8) == 0 ? random.nextInt(message.length + 1) : message.length;
            readAll(message, length);
        }
        assertThat(wellFormed).isPositive();
    }

    @Test
    void shouldSurviveRandomAttributes() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] message = new byte[20 + 4 * random.nextInt(40)];
            random.nextBytes(message);
            ByteBuffer.wrap(message)
                    .putShort(0, (short) (random.nextInt() & 0x3FFF))
                    .putShort(2, (short) (message.length - 20))
                    .putInt(4, StunView.MAGIC_COOKIE);
            for (int at = 20; at < message.length; ) {
                int bytes = random.nextInt(24);
                ByteBuffer.wrap(message).putShort(at, (short) type()).putShort(at + 2, (short) bytes);
                at += 4 + (bytes + 3 & ~3);
            }
            readAll(message, message.length);
        }
        assertThat(wellFormed).isPositive();
    }

    private int type() {
        int[] types = {0x0001, 0x0006, 0x0008, 0x0009, 0x000A, 0x0020, 0x0024, 0x0025, 0x8022, 0x8028, 0x8029, 0x802A};
        return random.nextInt(4) == 0 ? random.nextInt(0x10000) : types[random.nextInt(types.length)];
    }

    private void readAll(byte[] message, int length) {
        if (!view.wrap(ByteBuffer.wrap(message), 0, length)) {
            return;
        }
        wellFormed++;
        view.stunClass();
        view.method();
        view.username();
        view.software();
        view.priority();
        view.useCandidate();
        view.isControlled();
        view.isControlling();
        view.errorCode();
        view.xorMappedAddress();
        view.isSignedBy(KEY);
        assertThat(view.collectUnknownRequired(unknown)).isBetween(0, unknown.length);
    }

    private static byte[] validMessage() {
        ByteBuffer out = ByteBuffer.allocate(300);
        int bytes = new StunWriter()
                .start(out, 0, StunClass.REQUEST, StunAttribute.BINDING, 77, 88)
                .username("abcdefgh:ijklmnop")
                .software("banyan")
                .priority(1)
                .iceControlling(1)
                .errorCode(487, "Role Conflict")
                .xorMappedAddress(new InetSocketAddress("2001:db8::1", 9))
                .integrity(KEY)
                .finish();
        byte[] message = new byte[bytes];
        out.get(0, message);
        return message;
    }
}
