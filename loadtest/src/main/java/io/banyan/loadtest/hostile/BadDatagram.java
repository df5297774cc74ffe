package io.banyan.loadtest.hostile;

import io.banyan.protocol.stun.StunAttribute;
import io.banyan.protocol.stun.StunClass;
import io.banyan.protocol.stun.StunKey;
import io.banyan.protocol.stun.StunWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/** The sorts of datagrams of a flood, each with a way to make one. */
public enum BadDatagram {
    /** Any bytes, any length. */
    RANDOM,
    /** No byte at all, or one or two. */
    TINY,
    /** As large as UDP carries. */
    HUGE,
    /** A binding request with a key and a user that nobody has. */
    STUN_WRONG_KEY,
    /** A STUN message cut off, or with lengths that lie. */
    STUN_DAMAGED,
    /** A DTLS record with any content. */
    DTLS_GARBAGE,
    /** An SRTP packet of a source that nobody has, with any tag. */
    SRTP_GARBAGE,
    /** An SRTCP packet likewise. */
    SRTCP_GARBAGE,
    /** A header that claims CSRCs, extensions or padding that are not there. */
    RTP_LYING_HEADER,
    /** A TURN channel's datagram. */
    TURN_CHANNEL,
    /** A datagram that was sent before, as it was. */
    REPLAYED,
    /** A datagram that was sent before, with some bits turned. */
    MUTATED,
    /** A datagram that was sent before, cut off. */
    TRUNCATED;

    private static final int MTU_BYTES = 1_472;
    private static final int MAX_DATAGRAM_BYTES = 65_507;
    private static final StunKey NOBODYS_KEY = StunKey.ofPassword("nobodysPasswordAtAll012345");

    /**
     * Writes one from index 0.
     *
     * @param captured what was sent before; if empty, sorts that need it are random
     * @return its bytes
     */
    int write(ByteBuffer out, RandomGenerator random, List<byte[]> captured) {
        return switch (this) {
            case RANDOM -> fill(out, 0, random.nextInt(MTU_BYTES), random);
            case TINY -> fill(out, 0, random.nextInt(3), random);
            case HUGE -> fill(out, 0, MAX_DATAGRAM_BYTES - random.nextInt(100), random);
            case STUN_WRONG_KEY -> stun(out, random);
            case STUN_DAMAGED -> damagedStun(out, random);
            case DTLS_GARBAGE -> dtls(out, random);
            case SRTP_GARBAGE -> rtp(out, random, random.nextInt(96, 127), 0x80);
            case SRTCP_GARBAGE -> rtp(out, random, random.nextInt(200, 207), 0x80);
            case RTP_LYING_HEADER -> rtp(out, random, random.nextInt(96, 127), 0x80 | random.nextInt(0x40));
            case TURN_CHANNEL -> turnChannel(out, random);
            case REPLAYED -> replayed(out, random, captured);
            case MUTATED -> mutated(out, random, captured);
            case TRUNCATED -> random.nextInt(Math.max(1, replayed(out, random, captured)));
        };
    }

    private static int stun(ByteBuffer out, RandomGenerator random) {
        return new StunWriter()
                .start(out, 0, StunClass.REQUEST, StunAttribute.BINDING, random.nextInt(), random.nextLong())
                .username(Long.toHexString(random.nextLong()) + ":" + Long.toHexString(random.nextLong()))
                .iceControlling(random.nextLong())
                .useCandidate()
                .priority(1)
                .integrity(NOBODYS_KEY)
                .fingerprint()
                .finish();
    }

    private static int damagedStun(ByteBuffer out, RandomGenerator random) {
        int length = stun(out, random);
        int at = random.nextInt(length);
        out.put(at, (byte) (out.get(at) ^ (1 << random.nextInt(8))));
        return random.nextBoolean() ? length : random.nextInt(length);
    }

    private static int dtls(ByteBuffer out, RandomGenerator random) {
        int length = fill(out, 0, 13 + random.nextInt(600), random);
        out.put(0, (byte) random.nextInt(20, 26));
        out.putShort(1, (short) 0xfefd);
        out.putShort(11, (short) (random.nextBoolean() ? length - 13 : random.nextInt(1 << 16)));
        if (random.nextBoolean()) {
            // A first flight: epoch 0, and a ClientHello by its type.
            out.put(0, (byte) 22);
            out.putShort(3, (short) 0);
            if (length > 13) {
                out.put(13, (byte) 1);
            }
        }
        return length;
    }

    private static int rtp(ByteBuffer out, RandomGenerator random, int type, int first) {
        int length = fill(out, 0, 12 + random.nextInt(1_200), random);
        out.put(0, (byte) first);
        out.put(1, (byte) type);
        return length;
    }

    private static int turnChannel(ByteBuffer out, RandomGenerator random) {
        int length = fill(out, 0, 4 + random.nextInt(1_200), random);
        out.putShort(0, (short) (0x4000 | random.nextInt(0x1000)));
        out.putShort(2, (short) (length - 4));
        return length;
    }

    private static int replayed(ByteBuffer out, RandomGenerator random, List<byte[]> captured) {
        if (captured.isEmpty()) {
            return fill(out, 0, random.nextInt(MTU_BYTES), random);
        }
        byte[] datagram = captured.get(random.nextInt(captured.size()));
        out.put(0, datagram);
        return datagram.length;
    }

    private static int mutated(ByteBuffer out, RandomGenerator random, List<byte[]> captured) {
        int length = replayed(out, random, captured);
        for (int i = random.nextInt(1, 6); i > 0 && length > 0; i--) {
            int at = random.nextInt(length);
            out.put(at, (byte) (out.get(at) ^ (1 << random.nextInt(8))));
        }
        return length;
    }

    private static int fill(ByteBuffer out, int offset, int length, RandomGenerator random) {
        int at = offset;
        for (; at + 8 <= offset + length; at += 8) {
            out.putLong(at, random.nextLong());
        }
        for (; at < offset + length; at++) {
            out.put(at, (byte) random.nextInt());
        }
        return length;
    }
}
