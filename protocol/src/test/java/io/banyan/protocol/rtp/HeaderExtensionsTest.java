package io.banyan.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderExtensionsTest {
    private final RtpView view = new RtpView();
    private final HeaderExtensions extensions = new HeaderExtensions();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // The diagrams of RFC 8285 §4.2 and §4.3, with ids that are allowed.
                "one byte form            | bede 0003  1 0 aa  2 1 bbcc  00 00  3 3 ddeeff11 | 1=aa 2=bbcc 3=ddeeff11",
                "two byte form            | 1000 0003  01 00  02 01 bb  00  03 04 ccddeeff 00 | 1= 2=bb 3=ccddeeff",
                "appbits are ignored      | 100f 0001  ff 02 aabb | 255=aabb",
                "sixteen bytes            | bede 0005  1 f 000102030405060708090a0b0c0d0e0f  00 00 00"
                        + "| 1=000102030405060708090a0b0c0d0e0f",
                "fifteen stops            | bede 0003  1 0 aa  f 0 bb  2 0 cc  3 0 dd 00 00 00 00 | 1=aa",
                "padding with length stops| bede 0002  1 0 aa  0 1 bbcc  2 0 dd 00 | 1=aa",
                "element too long         | bede 0001  1 0 aa  2 1 bb | 1=aa",
                "element cut at its length| 1000 0001  01 01 aa  02 | 1=aa",
                "two byte element too long| 1000 0001  01 03 aabb | ''",
                "only padding             | bede 0001  00 00 00 00 | ''",
                "empty block              | bede 0000 | ''",
                "another profile          | abcd 0001  1 0 aa 00 00 | ''",
                "nearly the two byte form | 1010 0001  01 02 aabb | ''",
            })
    void shouldReadElements(String what, String block, String expected) {
        wrap(block);
        extensions.reset(view);
        List<String> elements = new ArrayList<>();
        while (extensions.next()) {
            elements.add(
                    extensions.id() + "=" + Hex.of(view.buffer(), extensions.valueOffset(), extensions.valueLength()));
        }
        assertThat(String.join(" ", elements)).as(what).isEqualTo(expected);
        assertThat(extensions.next()).isFalse();
        assertThat(extensions.id()).isZero();
    }

    @Test
    void shouldFindTheFirstElementOfAnIdWhateverWasReadBefore() {
        wrap("bede 0002  1 0 aa  2 0 bb  1 0 cc 00 00");
        assertThat(extensions.find(view, 2)).isTrue();
        assertThat(extensions.find(view, 1)).isTrue();
        assertThat(view.buffer().get(extensions.valueOffset())).isEqualTo((byte) 0xaa);
        assertThat(extensions.find(view, 3)).isFalse();
        assertThat(extensions.find(view, 0)).isFalse();
    }

    @Test
    void shouldFindNothingWithoutABlock() {
        assertThat(view.wrap(Hex.buffer("80e0 fffe 89abcdef 01020304 bede0001 10aa0000"), 0, 20))
                .isTrue();
        assertThat(extensions.find(view, 1)).isFalse();
    }

    @Test
    void shouldReadText() {
        wrap("bede 0001  3 1 6869  00");
        assertThat(extensions.find(view, 3)).isTrue();
        assertThat(extensions.valueText()).isEqualTo("hi");
    }

    private void wrap(String block) {
        ByteBuffer packet = Hex.buffer("90e0 fffe 89abcdef 01020304" + block);
        assertThat(view.wrap(packet, 0, packet.capacity())).isTrue();
    }
}
