package io.banyan.loadtest.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class DatagramFloodTest {
    private static final List<byte[]> CAPTURED = List.of(new byte[] {1, 2, 3}, new byte[1_200]);

    @ParameterizedTest
    @EnumSource
    void shouldMakeTheSameDatagramsFromTheSameSeed(BadDatagram sort) {
        ByteBuffer one = ByteBuffer.allocate(65_536);
        ByteBuffer other = ByteBuffer.allocate(65_536);
        SplittableRandom random = new SplittableRandom(5);
        SplittableRandom again = new SplittableRandom(5);
        for (int i = 0; i < 500; i++) {
            int length = sort.write(one, random, CAPTURED);
            assertThat(length).isBetween(0, 65_507);
            assertThat(sort.write(other, again, CAPTURED)).isEqualTo(length);
            assertThat(one.slice(0, length)).isEqualTo(other.slice(0, length));
        }
    }

    @Test
    void shouldSendAsManyAsAskedForAtNoMoreThanTheRate() throws IOException {
        try (DatagramSocket target = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            DatagramFlood flood = new DatagramFlood((InetSocketAddress) target.getLocalSocketAddress(), 3, CAPTURED);

            DatagramFlood.Sent sent = flood.send(5_000, 20_000);

            assertThat(sent.count()).isEqualTo(5_000);
            assertThat(sent.bySort()).containsKeys(BadDatagram.values());
            assertThat(sent.seconds()).isGreaterThan(0.24);
        }
    }
}
