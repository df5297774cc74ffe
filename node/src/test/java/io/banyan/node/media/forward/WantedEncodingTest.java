package io.banyan.node.media.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.SlotWish;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WantedEncodingTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 2", // as large as there is
        "1280, 720, 2",
        "1920, 1080, 2",
        "640, 360, 1",
        "700, 394, 1", // a little enlarged
        "900, 506, 2",
        "320, 180, 0",
        "390, 220, 0",
        "160, 90, 0",
        "320, 720, 0", // a narrow column: the width decides
        "0, 180, 0"
    })
    void shouldTakeTheLowestThatIsEnough(int width, int height, int index) {
        SlotWish wish = new SlotWish(width, height, 0, 0, false, false);
        assertThat(new WantedEncoding(1280, 720).index(wish, 3)).isEqualTo(index);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "3, 2"})
    void shouldTakeTheBestOfAnUnknownSize(int count, int index) {
        SlotWish wish = new SlotWish(320, 180, 0, 0, false, false);
        assertThat(new WantedEncoding(0, 0).index(wish, count)).isEqualTo(index);
    }
}
