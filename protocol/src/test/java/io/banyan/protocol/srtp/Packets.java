package io.banyan.protocol.srtp;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Plain packets, keys and bytes for the tests of this package. */
final class Packets {
    private static final HexFormat HEX = HexFormat.of();

    private Packets() {}

    static byte[] hex(String digits) {
        return HEX.parseHex(digits.replace(" ", "").replace("\n", ""));
    }

    static byte[] rtp(int ssrc, int wireSeq, int payloadBytes) {
        ByteBuffer packet = ByteBuffer.allocate(12 + payloadBytes);
        packet.put((byte) 0x80).put((byte) 96).putShort((short) wireSeq).putInt(wireSeq * 3000);
        packet.putInt(ssrc);
        for (int i = 0; i < payloadBytes; i++) {
            packet.put((byte) (wireSeq + i));
        }
        return packet.array();
    }

    /** With two CSRCs and a header extension of two words. */
    static byte[] rtpWithEverything(int ssrc, int wireSeq, int payloadBytes) {
        ByteBuffer packet = ByteBuffer.allocate(12 + 8 + 12 + payloadBytes);
        packet.put((byte) 0x92)
                .put((byte) 96)
                .putShort((short) wireSeq)
                .putInt(7)
                .putInt(ssrc);
        packet.putInt(1).putInt(2);
        packet.putShort((short) 0xBEDE).putShort((short) 2).putInt(0x10FF0000).putInt(0x20AA0000);
        for (int i = 0; i < payloadBytes; i++) {
            packet.put((byte) i);
        }
        return packet.array();
    }

    static byte[] rtcp(int ssrc, int bodyBytes) {
        ByteBuffer packet = ByteBuffer.allocate(8 + bodyBytes);
        packet.put((byte) 0x80)
                .put((byte) 201)
                .putShort((short) (1 + bodyBytes / 4))
                .putInt(ssrc);
        for (int i = 0; i < bodyBytes; i++) {
            packet.put((byte) i);
        }
        return packet.array();
    }

    static SrtpKeyMaterial keys(SrtpProfile profile, RandomGenerator random) {
        byte[] clientKey = new byte[profile.keyBytes()];
        byte[] clientSalt = new byte[profile.saltBytes()];
        byte[] serverKey = new byte[profile.keyBytes()];
        byte[] serverSalt = new byte[profile.saltBytes()];
        random.nextBytes(clientKey);
        random.nextBytes(clientSalt);
        random.nextBytes(serverKey);
        random.nextBytes(serverSalt);
        return new SrtpKeyMaterial(profile, clientKey, clientSalt, serverKey, serverSalt);
    }

    static byte[] sealRtp(SrtpSender sender, byte[] plain) {
        ByteBuffer out = ByteBuffer.allocate(plain.length + 16);
        int length = sender.protectRtp(ByteBuffer.wrap(plain), 0, plain.length, out, 0);
        return take(out, 0, length);
    }

    static byte[] sealRtcp(SrtpSender sender, byte[] plain) {
        ByteBuffer out = ByteBuffer.allocate(plain.length + 20);
        int length = sender.protectRtcp(ByteBuffer.wrap(plain), 0, plain.length, out, 0);
        return take(out, 0, length);
    }

    /** What the receiver returned: a length or a failure's code. */
    static int openRtp(SrtpReceiver receiver, byte[] sealed) {
        return receiver.unprotectRtp(ByteBuffer.wrap(sealed), 0, sealed.length, ByteBuffer.allocate(sealed.length), 0);
    }

    static int openRtcp(SrtpReceiver receiver, byte[] sealed) {
        return receiver.unprotectRtcp(ByteBuffer.wrap(sealed), 0, sealed.length, ByteBuffer.allocate(sealed.length), 0);
    }

    static byte[] take(ByteBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.get(offset, bytes, 0, length);
        return bytes;
    }
}
