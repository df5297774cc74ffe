package io.banyan.protocol.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandshakeRehearsalTest {
    @Test
    void shouldComplete() throws Exception {
        assertThat(HandshakeRehearsal.perform(DtlsPeer.SERVER_CERTIFICATE)).isTrue();
    }
}
