package io.banyan.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JoinsOnTheirWayTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final JoinsOnTheirWay joins = new JoinsOnTheirWay();

    @Test
    void shouldCountJoinsUntilTheirLoadIsMeasured() {
        for (int i = 0; i < 10; i++) {
            joins.add(i * SECOND / 10);
        }

        assertThat(joins.permille(0, SECOND)).isEqualTo(20);
        // 2 of 100 Mbit/s.
        assertThat(joins.permille(100_000_000, SECOND)).isEqualTo(200);
        assertThat(joins.permille(0, 3 * SECOND + SECOND / 2)).isEqualTo(8);
        assertThat(joins.permille(0, 4 * SECOND)).isZero();
    }

    @Test
    void shouldNotSayMoreThanAll() {
        for (int i = 0; i < 10_000; i++) {
            joins.add(SECOND);
        }

        assertThat(joins.permille(1, SECOND)).isEqualTo(1000);
    }
}
