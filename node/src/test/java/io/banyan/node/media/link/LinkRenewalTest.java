package io.banyan.node.media.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LinkRenewalTest {
    private static final long MADE = TimeUnit.DAYS.toNanos(3);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LinkRenewal renewal = new LinkRenewal(4, new SplittableRandom(1), MADE);

    @Test
    void shouldBelieveAHandshakeForTwelveHours() {
        assertThat(renewal.isDue(MADE + LinkRenewal.BELIEVED_NANOS - 1)).isFalse();
        assertThat(renewal.isDue(MADE + LinkRenewal.BELIEVED_NANOS)).isTrue();
        assertThat(renewal.isOver(MADE + LinkRenewal.BELIEVED_NANOS + LinkRenewal.KEPT_NANOS - 1))
                .isFalse();
        assertThat(renewal.isOver(MADE + LinkRenewal.BELIEVED_NANOS + LinkRenewal.KEPT_NANOS))
                .isTrue();
    }

    @Test
    void shouldBeDueSoonAfterCertificatesWereExchangedOnce() {
        long exchanged = MADE + 100 * SECOND;
        renewal.onGeneration(4, exchanged - SECOND);
        assertThat(renewal.isDue(exchanged + LinkRenewal.SPREAD_NANOS)).isFalse();
        for (int second = 0; second < 100; second++) {
            renewal.onGeneration(5 + second / 50, exchanged + second * SECOND);
        }
        assertThat(renewal.isDue(exchanged + LinkRenewal.SPREAD_NANOS)).isTrue();
        assertThat(renewal.isOver(exchanged + LinkRenewal.KEPT_NANOS - SECOND)).isFalse();
        assertThat(renewal.isOver(exchanged + LinkRenewal.SPREAD_NANOS + LinkRenewal.KEPT_NANOS))
                .isTrue();
    }

    @Test
    void shouldNotLetAPeerAskForHandshakeUponHandshake() {
        renewal.onAsked(MADE + LinkRenewal.YOUNG_NANOS - 1);
        assertThat(renewal.isDue(MADE + LinkRenewal.YOUNG_NANOS + SECOND)).isFalse();
        renewal.onAsked(MADE + LinkRenewal.YOUNG_NANOS + SECOND);
        assertThat(renewal.isDue(MADE + LinkRenewal.YOUNG_NANOS + SECOND)).isTrue();
    }

    @Test
    void shouldSpreadTheRenewalsOfManyLinks() {
        SplittableRandom random = new SplittableRandom(2);
        long half = MADE + LinkRenewal.SPREAD_NANOS / 2;
        int due = 0;
        for (int link = 0; link < 1_000; link++) {
            LinkRenewal one = new LinkRenewal(0, random, MADE);
            one.onGeneration(1, MADE);
            due += one.isDue(half) ? 1 : 0;
        }
        assertThat(due).isBetween(400, 600);
    }
}
