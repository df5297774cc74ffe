package io.banyan.protocol.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomIdTest {
    @Test
    void shouldReadBackWhatItWrites() {
        RoomId room = new RoomId(new TenantId("acme"), "Stand-up, Größe 3");
        assertThat(RoomId.parse(room.toString())).isEqualTo(room);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "a ", "a/b", "a\u0000b", "a\nb"})
    void shouldRefuseNamesThatCouldBeMistaken(String name) {
        TenantId tenant = new TenantId("acme");
        assertThatThrownBy(() -> new RoomId(tenant, name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNotRepeatAHostileNameInItsMessage() {
        TenantId tenant = new TenantId("acme");
        assertThatThrownBy(() -> new RoomId(tenant, "x".repeat(129)))
                .hasMessageNotContaining("xxx")
                .hasMessageContaining("128");
    }

    @Test
    void shouldNotMixUpTenants() {
        assertThat(new RoomId(new TenantId("a"), "r")).isNotEqualTo(new RoomId(new TenantId("b"), "r"));
    }
}
