package io.banyan.protocol.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateTest {
    @Test
    void shouldWriteSdp() {
        assertThat(Candidate.host(new InetSocketAddress("192.0.2.1", 40_000), 0).toSdp())
                .isEqualTo("candidate:1 1 udp 2130706431 192.0.2.1 40000 typ host");
        assertThat(Candidate.host(new InetSocketAddress("2001:db8::1", 40_000), 1)
                        .toSdp())
                .isEqualTo("candidate:2 1 udp 2130706175 2001:db8:0:0:0:0:0:1 40000 typ host");
    }

    @Test
    void shouldReadWhatItWrote() {
        for (String address : new String[] {"192.0.2.1", "2001:db8::1"}) {
            Candidate candidate = Candidate.host(new InetSocketAddress(address, 1), 65_535);
            assertThat(Candidate.parse(candidate.toSdp())).isEqualTo(candidate);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "candidate:",
                "candidate:1 1 tcp 2130706431 192.0.2.1 9 typ host tcptype active",
                "candidate:1 2 udp 2130706431 192.0.2.1 40000 typ host",
                "candidate:1 1 udp 2130706431 192.0.2.1 40000 typ srflx",
                "candidate:1 1 udp 2130706431 example.org 40000 typ host",
                "candidate:1 1 udp x 192.0.2.1 40000 typ host",
                "candidate:1 1 udp 2130706431 192.0.2.1 0 typ host",
                "candidate:1 1 udp 2130706431 192.0.2.1 65536 typ host",
            })
    void shouldNotReadWhatIsNoHostCandidate(String value) {
        assertThat(Candidate.parse(value)).isNull();
    }
}
