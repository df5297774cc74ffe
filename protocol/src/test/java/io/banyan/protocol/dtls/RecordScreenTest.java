package io.banyan.protocol.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class RecordScreenTest {
    private final RecordScreen screen = new RecordScreen();

    @Test
    void shouldRefuseAMessageThatClaimsToBeHuge() {
        assertThat(screen.admit(datagram(2_000, 0))).isTrue();
        assertThat(screen.admit(datagram(HandshakeLimit.MAX_MESSAGE_BYTES, 0))).isTrue();
        assertThat(screen.admit(datagram(HandshakeLimit.MAX_MESSAGE_BYTES + 1, 0)))
                .isFalse();
        assertThat(screen.admit(datagram(0xFFFFFF, 0))).isFalse();
    }

    @Test
    void shouldLookAtEveryRecordAndEveryMessage() {
        byte[] small = datagram(100, 0);
        byte[] huge = datagram(0xFFFFFF, 0);
        ByteBuffer both =
                ByteBuffer.allocate(small.length + huge.length).put(small).put(huge);
        assertThat(screen.admit(both.array())).isFalse();
        ByteBuffer oneRecord = ByteBuffer.allocate(13 + 24).put(small).put(huge, 13, 12);
        oneRecord.putShort(11, (short) 24);
        assertThat(screen.admit(oneRecord.array())).isFalse();
    }

    @Test
    void shouldLeaveEncryptedRecordsToTheCipher() {
        assertThat(screen.admit(datagram(0xFFFFFF, 1))).isTrue();
    }

    @Test
    void shouldNumberWhatIsNotAuthenticatedByItself() {
        byte[] first = datagram(100, 0);
        byte[] second = datagram(100, 0);
        byte[] encrypted = datagram(100, 1);
        screen.admit(first);
        screen.admit(second);
        screen.admit(encrypted);
        assertThat(ByteBuffer.wrap(first).getInt(7)).isZero();
        assertThat(ByteBuffer.wrap(second).getInt(7)).isEqualTo(1);
        assertThat(encrypted).isEqualTo(datagram(100, 1));
    }

    @Test
    void shouldRefuseVersionsThatDoNotExist() {
        byte[] reserved = datagram(100, 1);
        reserved[2] = (byte) 0xFE;
        assertThat(screen.admit(reserved)).isFalse();
        byte[] first = datagram(100, 0);
        first[2] = (byte) 0xFF;
        assertThat(screen.admit(first)).isTrue();
    }

    @Test
    void shouldLookAtAnything() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        for (int i = 0; i < 200_000; i++) {
            byte[] noise = new byte[random.nextInt(80)];
            random.nextBytes(noise);
            if (noise.length > 12) {
                noise[0] = 22;
                noise[1] = (byte) 0xFE;
                noise[2] = (byte) 0xFD;
                noise[3] = 0;
                noise[4] = 0;
            }
            screen.admit(noise);
        }
    }

    /** A first fragment without content. */
    private static byte[] datagram(int messageBytes, int epoch) {
        ByteBuffer datagram = ByteBuffer.allocate(13 + 12);
        datagram.put((byte) 22).putShort((short) 0xFEFD).putShort((short) epoch);
        datagram.putShort((short) 0).putInt(77).putShort((short) 12);
        datagram.put((byte) 1).put((byte) (messageBytes >> 16)).putShort((short) messageBytes);
        return datagram.array();
    }
}
