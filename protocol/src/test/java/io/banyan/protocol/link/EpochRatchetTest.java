package io.banyan.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpochRatchetTest {
    private static final byte[] SECRET = LinkPipe.keys(1).sealedBy(LinkRole.INITIATOR);
    private static final int PLAIN_BYTES = 40;

    private final SealingKeys sealing = new SealingKeys(SECRET, 0);
    private final OpeningKeys opening = new OpeningKeys(SECRET);
    private final byte[] opened = new byte[100];

    private record Sealed(int epochBits, long seq, List<Byte> bytes) {}

    private Sealed seal(long seq, long nowNanos) {
        byte[] out = new byte[100];
        int length = sealing.next(nowNanos).seal(seq, new byte[PLAIN_BYTES], PLAIN_BYTES, out);
        List<Byte> bytes = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            bytes.add(out[i]);
        }
        return new Sealed(sealing.epoch() & 3, seq, bytes);
    }

    private boolean opens(Sealed sealed) {
        byte[] in = new byte[sealed.bytes.size()];
        for (int i = 0; i < in.length; i++) {
            in[i] = sealed.bytes.get(i);
        }
        return opening.open(sealed.epochBits, sealed.seq, in, in.length, opened) == PLAIN_BYTES;
    }

    @Test
    void shouldGoOnFromEpochToEpochAndOpenTheOneBefore() {
        long seq = 0;
        Sealed late = seal(++seq, 0);
        for (int hour = 1; hour < 10; hour++) {
            Sealed onTime = seal(++seq, hour * SealingKeys.MAX_NANOS);
            assertThat(onTime.epochBits).isEqualTo(hour & 3);
            assertThat(opens(onTime)).isTrue();
            assertThat(opens(late)).isTrue();
            late = seal(++seq, hour * SealingKeys.MAX_NANOS);
        }
    }

    @Test
    void shouldOpenNothingOfTwoEpochsBefore() {
        Sealed old = seal(1, 0);
        for (int hour = 1; hour <= 2; hour++) {
            assertThat(opens(seal(1 + hour, hour * SealingKeys.MAX_NANOS))).isTrue();
        }
        assertThat(opens(old)).isFalse();
    }
}
