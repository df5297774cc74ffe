package io.banyan.protocol.rtp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Makes bad input out of good: seeded, so that a failure comes again. */
public final class Mutations {
    private static final byte[] EDGES = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, (byte) 0xbe, (byte) 0xde, 0x10};

    private final RandomGenerator random;
    private final List<byte[]> valid;

    public Mutations(long seed, List<byte[]> valid) {
        random = new SplittableRandom(seed);
        this.valid = valid;
    }

    /** Random bytes, or a valid input with some bytes changed, cut or grown; exactly as long as its content. */
    public ByteBuffer next() {
        byte[] bytes;
        if (random.nextInt(4) == 0) {
            bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
        } else {
            bytes = valid.get(random.nextInt(valid.size())).clone();
            for (int i = random.nextInt(5); i > 0 && bytes.length > 0; i--) {
                int at = random.nextInt(bytes.length);
                bytes[at] = switch (random.nextInt(3)) {
                    case 0 -> (byte) (bytes[at] ^ (1 << random.nextInt(8)));
                    case 1 -> EDGES[random.nextInt(EDGES.length)];
                    default -> (byte) random.nextInt();
                };
            }
            if (random.nextInt(4) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 8));
            }
        }
        return ByteBuffer.wrap(bytes);
    }
}
