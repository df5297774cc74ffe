package io.banyan.protocol.ice;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.id.NodeId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OwnerUfragTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER_KEY = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.US_ASCII);
    private static final NodeId NODE = NodeId.parse("eu-west/node-1");

    private final OwnerUfrag.Codec codec = new OwnerUfrag.Codec(KEY);

    /** The golden bytes of docs/wire/ufrag.md: they never change within version 1. */
    @Test
    void shouldKeepItsLayout() {
        assertThat(codec.make(NODE, 3, 0x0123456789ABCDEFL)).isEqualTo("AUHFzI1SP13iAwEjRWeJq83vG4ySSwaQ");
        assertThat(OwnerUfrag.nodeKey(NODE)).isEqualTo(0x41C5CC8D523F5DE2L);
    }

    @Test
    void shouldNameItsOwner() {
        String ufrag = codec.make(NODE, 255, -2);

        assertThat(ufrag).hasSize(OwnerUfrag.LENGTH);
        assertThat(IceCredentials.isUfrag(ufrag)).isTrue();
        OwnerUfrag.Owner owner = new OwnerUfrag.Owner(OwnerUfrag.nodeKey(NODE), 255, -2);
        assertThat(codec.read(ufrag)).isEqualTo(owner);
        assertThat(owner.isOn(NODE)).isTrue();
        assertThat(owner.isOn(NodeId.parse("eu-west/node-2"))).isFalse();
    }

    @Test
    void shouldReadTheSameFromAMessagesBytes() {
        String ufrag = codec.make(NODE, 3, 4);
        ByteBuffer bytes = ByteBuffer.wrap(("xx" + ufrag + ":peer").getBytes(StandardCharsets.US_ASCII));

        assertThat(codec.read(bytes, 2, OwnerUfrag.LENGTH)).isEqualTo(codec.read(ufrag));
        assertThat(codec.read(bytes, 2, OwnerUfrag.LENGTH - 1)).isNull();
        assertThat(codec.read(bytes, 3, OwnerUfrag.LENGTH)).isNull();
    }

    @Test
    void shouldRefuseEveryChangedCharacter() {
        String ufrag = codec.make(NODE, 1, 2);
        String replacements = "ABab01+/-=: \u00e9";

        for (int i = 0; i < ufrag.length(); i++) {
            for (int j = 0; j < replacements.length(); j++) {
                char c = replacements.charAt(j);
                if (c != ufrag.charAt(i)) {
                    assertThat(codec.read(ufrag.substring(0, i) + c + ufrag.substring(i + 1)))
                            .isNull();
                }
            }
        }
        assertThat(codec.read("")).isNull();
        assertThat(codec.read(ufrag + "A")).isNull();
    }

    @Test
    void shouldAcceptAnyOfItsKeysAndMakeWithTheFirst() {
        String before = codec.make(NODE, 1, 2);
        OwnerUfrag.Codec rotating = new OwnerUfrag.Codec(List.of(OTHER_KEY, KEY));
        OwnerUfrag.Codec after = new OwnerUfrag.Codec(OTHER_KEY);

        assertThat(rotating.read(before)).isNotNull();
        assertThat(after.read(before)).isNull();
        assertThat(after.read(rotating.make(NODE, 1, 2))).isNotNull();
    }

    @Test
    void shouldSurviveRandomUfrags() {
        Random random = new Random(64);
        String chars = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
        for (int round = 0; round < 100_000; round++) {
            StringBuilder ufrag = new StringBuilder("AQ");
            while (ufrag.length() < OwnerUfrag.LENGTH) {
                ufrag.append(chars.charAt(random.nextInt(chars.length())));
            }
            assertThat(codec.read(ufrag)).isNull();
        }
    }
}
