package io.banyan.node.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdvertisedAddressesTest {
    private static final InetSocketAddress LOOPBACK = address("127.0.0.1", 7791);

    @Test
    void shouldNameWhatIsBound() {
        assertThat(AdvertisedAddresses.of(List.of(), LOOPBACK, 1)).containsExactly(LOOPBACK);
    }

    @Test
    void shouldNameAddressesOfTheMachineForAWildcard() {
        assertThat(AdvertisedAddresses.of(List.of(), address("0.0.0.0", 7790), 0))
                .isNotEmpty()
                .allSatisfy(one -> {
                    assertThat(one.getPort()).isEqualTo(7790);
                    assertThat(one.getAddress().isAnyLocalAddress()).isFalse();
                });
    }

    @Test
    void shouldCountPortsUpFromASingleEntry() {
        List<String> advertised = List.of("203.0.113.5:9000, [2001:db8::5]:9100, 203.0.113.6, 2001:db8::6");

        assertThat(AdvertisedAddresses.of(advertised, LOOPBACK, 1))
                .containsExactly(
                        address("203.0.113.5", 9001),
                        address("2001:db8::5", 9101),
                        address("203.0.113.6", 7791),
                        address("2001:db8::6", 7791));
    }

    @Test
    void shouldTakeOneEntryForEachLoopAsItIs() {
        List<String> advertised = List.of("127.0.0.1:4000", "127.0.0.1:5000");

        assertThat(AdvertisedAddresses.of(advertised, LOOPBACK, 0)).containsExactly(address("127.0.0.1", 4000));
        assertThat(AdvertisedAddresses.of(advertised, LOOPBACK, 1)).containsExactly(address("127.0.0.1", 5000));
        assertThatThrownBy(() -> AdvertisedAddresses.of(advertised, LOOPBACK, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseNames() {
        assertThatThrownBy(() -> AdvertisedAddresses.of(List.of("media.example.org:9000"), LOOPBACK, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static InetSocketAddress address(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }
}
