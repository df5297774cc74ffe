package io.banyan.node.media.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.link.DropClass;
import io.banyan.protocol.rtp.MediaKind;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaClassTest {
    /** The encodings that are carried, and one of them. */
    @ParameterizedTest
    @CsvSource({
        "AUDIO, 1, 0, AUDIO",
        "VIDEO, 1, 0, BASE_LAYER",
        "VIDEO, 1 0 0, 0, BASE_LAYER",
        "VIDEO, 0 0 1, 2, BASE_LAYER",
        "VIDEO, 1 1 0, 1, UPPER_LAYER",
        "VIDEO, 1 0 1, 2, UPPER_LAYER",
        "VIDEO, 1 1 1, 0, BASE_LAYER",
        "VIDEO, 1 1 1, 1, UPPER_LAYER",
        "VIDEO, 1 1 1, 2, HIGHEST_LAYER"
    })
    void shouldGiveUpHighEncodingsFirst(MediaKind kind, String carried, int index, DropClass expected) {
        int[] aliases = Arrays.stream(carried.split(" ", -1))
                .mapToInt(Integer::parseInt)
                .toArray();

        assertThat(MediaClass.of(kind, aliases, index)).isEqualTo(expected);
    }
}
