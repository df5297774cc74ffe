package io.banyan.node.mesh.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.id.SessionId;
import org.junit.jupiter.api.Test;

class HlcTest {
    @Test
    void shouldNeverGiveATimeTwiceNorGoBack() {
        Hlc clock = new Hlc();
        assertThat(clock.next(1_000)).isEqualTo(1_000);
        assertThat(clock.next(1_000)).isEqualTo(1_001);
        assertThat(clock.next(900)).isEqualTo(1_002);
        assertThat(clock.next(2_000)).isEqualTo(2_000);
    }

    @Test
    void shouldBeLaterThanWhatItHeardOf() {
        Hlc clock = new Hlc();
        clock.observe(5_000, 1_000);
        assertThat(clock.next(1_000)).isEqualTo(5_001);
    }

    @Test
    void shouldNotFollowAClockThatIsWrong() {
        Hlc clock = new Hlc();
        clock.observe(1_000 + Hlc.MAX_AHEAD_MILLIS + 1, 1_000);
        assertThat(clock.next(1_000)).isEqualTo(1_000);
    }

    @Test
    void shouldAgreeOnTheOldestSession() {
        SessionClaim older = new SessionClaim(new SessionId("se_b"), 1);
        SessionClaim newer = new SessionClaim(new SessionId("se_a"), 2);
        SessionClaim twin = new SessionClaim(new SessionId("se_a"), 1);
        assertThat(SessionClaim.agreed(older, newer)).isEqualTo(older);
        assertThat(SessionClaim.agreed(newer, older)).isEqualTo(older);
        assertThat(SessionClaim.agreed(older, twin)).isEqualTo(SessionClaim.agreed(twin, older));
    }
}
