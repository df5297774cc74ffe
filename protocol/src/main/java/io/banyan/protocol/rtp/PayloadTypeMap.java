package io.banyan.protocol.rtp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One client's numbering of codecs and their retransmissions (RFC 4588) on one m-line. Immutable, and small: every
 * subscriber has some.
 */
public final class PayloadTypeMap {
    private static final int COUNT = 128;
    private static final byte NONE = -1;

    /** Nothing negotiated. */
    public static final PayloadTypeMap EMPTY = builder().build();

    /** {@link CodecId#number}, 0 where there is none. */
    private final byte[] codecs;

    private final byte[] associated;
    private final byte[] payloadTypeByCodec;
    private final byte[] rtxByCodec = new byte[CodecId.NUMBERS];

    private PayloadTypeMap(Builder builder) {
        codecs = builder.codecs.clone();
        associated = builder.associated.clone();
        payloadTypeByCodec = builder.payloadTypeByCodec.clone();
        Arrays.fill(rtxByCodec, NONE);
        for (int rtx = COUNT - 1; rtx >= 0; rtx--) {
            int codec = associated[rtx] == NONE ? 0 : codecs[associated[rtx]];
            // Of two payload types of one codec only the one we write with may name its retransmissions.
            if (codec != 0 && payloadTypeByCodec[codec] == associated[rtx]) {
                rtxByCodec[codec] = (byte) rtx;
            }
        }
    }

    /** The codec of a payload type, or null: not negotiated, a retransmission, or out of range. */
    public @Nullable CodecId codecOf(int payloadType) {
        return payloadType >= 0 && payloadType < COUNT ? CodecId.ofNumber(codecs[payloadType]) : null;
    }

    /** Whether the payload type is that of retransmissions. */
    public boolean isRtx(int payloadType) {
        return payloadType >= 0 && payloadType < COUNT && associated[payloadType] != NONE;
    }

    /** The payload type that a retransmission's {@code apt} names (RFC 4588 §8.1), or -1 if it is none. */
    public int mediaPayloadTypeOf(int rtxPayloadType) {
        return rtxPayloadType >= 0 && rtxPayloadType < COUNT ? associated[rtxPayloadType] : NONE;
    }

    /** The payload type to write this codec with, or -1 if it was not negotiated. */
    public int payloadTypeOf(CodecId codec) {
        return payloadTypeByCodec[codec.number()];
    }

    /** The payload type to write this codec's retransmissions with, or -1 if there is none. */
    public int rtxPayloadTypeOf(CodecId codec) {
        return rtxByCodec[codec.number()];
    }

    /** Starts a numbering. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects a numbering; the first payload type of a codec is the one it is written with. Not thread-safe. */
    public static final class Builder {
        private final byte[] codecs = new byte[COUNT];
        private final byte[] associated = new byte[COUNT];
        private final byte[] payloadTypeByCodec = new byte[CodecId.NUMBERS];

        private Builder() {
            Arrays.fill(associated, NONE);
            Arrays.fill(payloadTypeByCodec, NONE);
        }

        /**
         * Says that a payload type carries a codec.
         *
         * @param payloadType 0 to 127
         */
        public Builder codec(int payloadType, CodecId codec) {
            check(payloadType);
            codecs[payloadType] = (byte) codec.number();
            if (payloadTypeByCodec[codec.number()] == NONE) {
                payloadTypeByCodec[codec.number()] = (byte) payloadType;
            }
            return this;
        }

        /**
         * Says that a payload type carries retransmissions of another ({@code a=fmtp:rtx apt=media}).
         *
         * @param payloadType 0 to 127
         * @param mediaPayloadType 0 to 127
         */
        public Builder rtx(int payloadType, int mediaPayloadType) {
            check(payloadType);
            check(mediaPayloadType);
            associated[payloadType] = (byte) mediaPayloadType;
            return this;
        }

        /** The numbering as it stands. */
        public PayloadTypeMap build() {
            return new PayloadTypeMap(this);
        }

        private static void check(int payloadType) {
            if (payloadType < 0 || payloadType >= COUNT) {
                throw new IllegalArgumentException("a payload type is 0 to 127, not " + payloadType);
            }
        }
    }
}
