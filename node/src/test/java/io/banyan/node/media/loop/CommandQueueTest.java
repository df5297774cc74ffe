package io.banyan.node.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.MediaCommand;
import io.banyan.protocol.id.TransportId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandQueueTest {
    private int wakeUps;
    private final CommandQueue queue = new CommandQueue(8, () -> wakeUps++);

    @Test
    void shouldRefuseAndCountWhatDoesNotFit() {
        for (int i = 1; i <= 8; i++) {
            assertThat(queue.offer(close(i))).isTrue();
        }

        assertThat(queue.offer(close(9))).isFalse();
        assertThat(queue.refused()).isEqualTo(1);
        assertThat(drain(100)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(queue.offer(close(10))).isTrue();
    }

    @Test
    void shouldWakeTheLoopOnceUntilItComes() {
        queue.offer(close(1));
        queue.offer(close(2));
        assertThat(wakeUps).isEqualTo(1);

        drain(100);
        queue.offer(close(3));

        assertThat(wakeUps).isEqualTo(2);
    }

    @Test
    void shouldLeaveTheRestOfALongQueueToAnotherWakeUp() {
        for (int i = 1; i <= 5; i++) {
            queue.offer(close(i));
        }

        assertThat(drain(3)).containsExactly(1L, 2L, 3L);
        assertThat(wakeUps).isEqualTo(2);
        assertThat(drain(3)).containsExactly(4L, 5L);
        assertThat(wakeUps).isEqualTo(2);
    }

    @Test
    void shouldRefuseEverythingOnceClosed() {
        queue.close();

        assertThat(queue.offer(close(1))).isFalse();
        assertThat(queue.isClosed()).isTrue();
        assertThat(queue.refused()).isEqualTo(1);
    }

    private List<Long> drain(int budget) {
        List<Long> serials = new ArrayList<>();
        queue.drain(
                work -> {
                    if (work instanceof LoopWork.Execute(MediaCommand.OfTransport command)) {
                        serials.add(command.transport().serial());
                    }
                },
                budget);
        return serials;
    }

    private static MediaCommand close(long serial) {
        return new MediaCommand.CloseTransport(new TransportId(0, serial));
    }
}
