package io.banyan.node.media.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StunRateLimiterTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final StunRateLimiter limiter = new StunRateLimiter(new TransportLimits(16, 100, 1_000), 7, 0);

    @Test
    void shouldAllowABurstAndThenTheRateOfOnePrefix() {
        InetAddress one = InetAddress.ofLiteral("192.0.2.1");
        InetAddress neighbour = InetAddress.ofLiteral("192.0.2.200");

        int burst = acquire(one, 1_000, 0);
        int later = acquire(neighbour, 1_000, SECOND / 2);

        assertThat(burst).isEqualTo(101);
        assertThat(later).isEqualTo(50);
    }

    @Test
    void shouldNotLetOnePrefixStarveAnother() {
        acquire(InetAddress.ofLiteral("192.0.2.1"), 1_000, 0);

        assertThat(limiter.tryAcquire(InetAddress.ofLiteral("198.51.100.1"), 0)).isTrue();
        assertThat(limiter.tryAcquire(InetAddress.ofLiteral("2001:db8::1"), 0)).isTrue();
    }

    @Test
    void shouldHoldTheRateOverAllPrefixes() {
        int allowed = 0;
        for (int i = 0; i < 250; i++) {
            allowed += acquire(InetAddress.ofLiteral("198.51." + i + ".1"), 50, 0);
        }

        assertThat(allowed).isEqualTo(1_001);
    }

    private int acquire(InetAddress from, int attempts, long nowNanos) {
        int allowed = 0;
        for (int i = 0; i < attempts; i++) {
            if (limiter.tryAcquire(from, nowNanos)) {
                allowed++;
            }
        }
        return allowed;
    }
}
