package io.banyan.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class RtpViewFuzzTest {
    private static final int ROUNDS = 300_000;
    private static final List<byte[]> VALID = List.of(
            Hex.bytes("80e0 fffe 89abcdef 01020304 aabbcc"),
            Hex.bytes("b260 0001 00000002 00000003 00000011 80000012 bede 0001 10ff0000 abcd 000003"),
            Hex.bytes("90e0 fffe 89abcdef 01020304 1000 0003 0100 0201bb 00 0304ccddeeff 00 aabb"),
            Hex.bytes("90e0 fffe 89abcdef 01020304 bede 0003 10aa 21bbcc 0000 33ddeeff11 0001020304"));

    @Test
    void shouldStayWithinThePacketWhateverItHolds() {
        Mutations mutations = new Mutations(20261123, VALID);
        RtpView view = new RtpView();
        HeaderExtensions extensions = new HeaderExtensions();
        ByteBuffer out = ByteBuffer.allocate(256);
        int accepted = 0;
        long elements = 0;
        for (int i = 0; i < ROUNDS; i++) {
            ByteBuffer packet = mutations.next();
            int length = packet.capacity();
            if (!view.wrap(packet, 0, length)) {
                continue;
            }
            accepted++;
            if (view.headerLength() + view.payloadLength() + view.paddingLength() != length
                    || view.payloadLength() < 0
                    || view.extensionOffset() + view.extensionLength() > view.payloadOffset()) {
                throw new AssertionError("round " + i + ": " + Hex.of(packet, 0, length));
            }
            for (int c = 0; c < view.csrcCount(); c++) {
                view.csrc(c);
            }
            int before = view.extensionOffset() - 1;
            extensions.reset(view);
            while (extensions.next()) {
                elements++;
                int end = extensions.valueOffset() + extensions.valueLength();
                if (extensions.valueOffset() <= before || end > view.payloadOffset() || extensions.id() == 0) {
                    throw new AssertionError("round " + i + ": " + Hex.of(packet, 0, length));
                }
                before = extensions.valueOffset();
                extensions.valueText();
            }
            int wrapped = RtxPacket.wrap(view, 97, 1, 2, out, 0);
            RtpView rtx = new RtpView();
            if (!rtx.wrap(out, 0, wrapped) || RtxPacket.originalWireSeq(rtx) != view.wireSeq()) {
                throw new AssertionError("round " + i + ": " + Hex.of(packet, 0, length));
            }
            int unwrapped = RtxPacket.unwrap(rtx, view.payloadType(), view.ssrc(), out, 0);
            if (unwrapped != length - view.paddingLength()) {
                throw new AssertionError("round " + i + ": " + Hex.of(packet, 0, length));
            }
        }
        assertThat(accepted).isBetween(ROUNDS / 10, ROUNDS);
        assertThat(elements).isPositive();
    }
}
