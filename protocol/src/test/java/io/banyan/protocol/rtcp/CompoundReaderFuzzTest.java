package io.banyan.protocol.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.rtp.Hex;
import io.banyan.protocol.rtp.Mutations;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

class CompoundReaderFuzzTest {
    private static final int ROUNDS = 150_000;

    @Test
    void shouldStayWithinThePacketAndWriteBackWhatItRead() {
        Mutations mutations = new Mutations(20261123, valid());
        ByteBuffer out = ByteBuffer.allocate(16_384);
        int accepted = 0;
        for (int i = 0; i < ROUNDS; i++) {
            ByteBuffer datagram = mutations.next();
            List<RtcpPacket> packets = CompoundReader.read(datagram, 0, datagram.capacity());
            if (packets.isEmpty()) {
                continue;
            }
            accepted++;
            List<RtcpPacket> known = new ArrayList<>(packets);
            known.removeIf(Unknown.class::isInstance);
            int bytes = CompoundWriter.write(known, out, 0);
            if (bytes > 0 && !CompoundReader.read(out, 0, bytes).equals(known)) {
                throw new AssertionError("round " + i + ": " + Hex.of(datagram, 0, datagram.capacity()));
            }
        }
        assertThat(accepted).isBetween(ROUNDS / 20, ROUNDS);
    }

    private static List<byte[]> valid() {
        List<byte[]> valid = new ArrayList<>();
        StringBuilder all = new StringBuilder();
        for (Arguments arguments : CompoundTest.packets().toList()) {
            String hex = (String) arguments.get()[1];
            valid.add(Hex.bytes(hex));
            all.append(hex);
        }
        valid.add(Hex.bytes(all.toString()));
        valid.add(Hex.bytes("8fcd0006 00000001 00000002 fffe 0005 ffffff 07 d240 64 fff0 00 00 00"));
        valid.add(Hex.bytes("afcd0006 00000001 00000002 0001 0003 000001 00 2003 04 04 04 000003"));
        valid.add(Hex.bytes("8fcd0005 00000001 00000002 0001 000e 000001 00 a001 0401"));
        return valid;
    }
}
