package io.banyan.node.media.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FailoverTest {
    private final Failover failover = new Failover();
    private long millis;

    private boolean after(long passed, boolean isHeard) {
        boolean isOnBackup = false;
        for (long i = 0; i < passed; i += 50) {
            millis += 50;
            isOnBackup = failover.onBackup(isHeard, TimeUnit.MILLISECONDS.toNanos(millis));
        }
        return isOnBackup;
    }

    @Test
    void shouldGoOverAtOnceAndReturnWhenTheParentIsHeardForAWhile() {
        failover.reset(0);
        assertThat(after(5_000, true)).isFalse();
        assertThat(after(50, false)).isTrue();
        assertThat(after(10_000, false)).isTrue();
        assertThat(after(2_000, true)).isTrue();
        assertThat(after(50, true)).isFalse();
    }

    @Test
    void shouldWaitForAParentThatIsNotThereYet() {
        failover.reset(0);
        assertThat(after(1_000, false)).isFalse();
        assertThat(after(100, false)).isTrue();
    }

    @Test
    void shouldStayLongerEachTimeThatItWasInVain() {
        failover.reset(0);
        assertThat(after(1_000, true)).isFalse();
        int changes = 0;
        boolean before = false;
        for (int flap = 0; flap < 600; flap++) {
            // Silent for half a second in every three.
            for (boolean isHeard : new boolean[] {false, true, true, true, true, true}) {
                boolean now = after(500, isHeard);
                changes += now != before ? 1 : 0;
                before = now;
            }
        }
        assertThat(changes).isBetween(1, 6);
    }

    @Test
    void shouldHoldNothingAgainstAnotherParent() {
        failover.reset(0);
        assertThat(after(1_000, true)).isFalse();
        assertThat(after(100, false)).isTrue();
        failover.reset(TimeUnit.MILLISECONDS.toNanos(millis));
        assertThat(after(500, false)).isFalse();
        assertThat(after(500, true)).isFalse();
    }
}
