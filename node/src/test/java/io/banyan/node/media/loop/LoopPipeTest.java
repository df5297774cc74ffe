package io.banyan.node.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class LoopPipeTest {
    private static final int MANY = 200_000;

    private final LoopPipe pipe = new LoopPipe();
    private final ByteBuffer datagram = ByteBuffer.allocate(1_500);
    private long next;

    @Test
    void shouldHandOverEveryDatagramInOrderBetweenTwoThreads() throws InterruptedException {
        Thread producer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < MANY; ) {
                datagram.putInt(0, i);
                datagram.putInt(4 + i % 1_000, ~i);
                if (pipe.offer(datagram, 0, 8 + i % 1_000)) {
                    i++;
                } else {
                    Thread.onSpinWait();
                }
            }
        });

        while (next < MANY) {
            pipe.drain(
                    (buffer, offset, length) -> {
                        assertThat(buffer.getInt(offset)).isEqualTo((int) next);
                        assertThat(length).isEqualTo(8 + (int) (next % 1_000));
                        assertThat(buffer.getInt(offset + length - 4)).isEqualTo((int) ~next);
                        next++;
                    },
                    64);
        }
        producer.join();
        assertThat(pipe.drain((buffer, offset, length) -> next++, 64)).isFalse();
        assertThat(next).isEqualTo(MANY);
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        assertThat(pipe.offer(ByteBuffer.allocate(1_501), 0, 1_501)).isFalse();
        int taken = 0;
        while (pipe.offer(datagram, 0, 100)) {
            taken++;
        }
        assertThat(taken).isEqualTo(1_024);

        assertThat(pipe.drain((buffer, offset, length) -> next++, 1_000)).isTrue();
        assertThat(pipe.offer(datagram, 0, 100)).isTrue();
    }
}
