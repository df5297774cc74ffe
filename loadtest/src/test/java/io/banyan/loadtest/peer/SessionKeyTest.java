package io.banyan.loadtest.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SessionKeyTest {
    /** RFC 3711 appendix B.3; of the salt, an AEAD takes the first 96 bits (RFC 7714 §11). */
    @Test
    void shouldDeriveKeyAndSaltOfTheRfc() {
        SessionKey session = SessionKey.derive(
                HexFormat.of().parseHex("e1f97a0d3e018be0d64fa32c06de4139"),
                HexFormat.of().parseHex("0ec675ad498afeebb6960b3aabe6"));

        assertThat(session.key()).isEqualTo("c61e7a93744f39ee10734afe3ff7a087");
        assertThat(session.salt()).isEqualTo("30cbbc08863d8c85d49db34a");
    }
}
