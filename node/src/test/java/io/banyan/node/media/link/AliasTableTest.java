package io.banyan.node.media.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AliasTableTest {
    private final AliasTable<String> table = new AliasTable<>();

    @Test
    void shouldNotGiveAnAliasOutAgainSoon() {
        int first = table.add("one");
        table.remove(first);

        for (int i = 0; i < 60_000; i++) {
            int alias = table.add("other");
            assertThat(alias).isNotEqualTo(first).isBetween(1, 65_535);
            table.remove(alias);
        }
        assertThat(table.find(first)).isNull();
    }

    @Test
    void shouldSayWhenAllAreTaken() {
        for (int i = 0; i < 65_535; i++) {
            assertThat(table.add("some")).isPositive();
        }
        assertThat(table.add("one too many")).isZero();

        table.remove(77);
        assertThat(table.add("another")).isEqualTo(77);
        assertThat(table.count()).isEqualTo(65_535);
    }

    @Test
    void shouldFindWhatWasPutIn() {
        SplittableRandom random = new SplittableRandom(3);
        Map<Integer, String> expected = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            if (random.nextInt(5) < 3 || expected.isEmpty()) {
                String meaning = "meaning " + i;
                expected.put(table.add(meaning), meaning);
            } else {
                int gone = expected.keySet().iterator().next();
                expected.remove(gone);
                table.remove(gone);
            }
        }
        for (int alias = 0; alias < 65_536; alias++) {
            assertThat(table.find(alias)).isEqualTo(expected.get(alias));
        }
    }
}
