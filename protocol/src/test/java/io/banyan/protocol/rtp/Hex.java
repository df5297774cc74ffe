package io.banyan.protocol.rtp;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes written as in an RFC's diagrams: hex digits, with spaces wherever they help. */
public final class Hex {
    private Hex() {}

    public static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    /** A buffer of exactly these bytes, so that reading behind them fails. */
    public static ByteBuffer buffer(String hex) {
        return ByteBuffer.wrap(bytes(hex));
    }

    public static String of(ByteBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.get(offset, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
