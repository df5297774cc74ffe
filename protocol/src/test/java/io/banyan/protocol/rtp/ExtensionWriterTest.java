package io.banyan.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ExtensionWriterTest {
    private final ExtensionWriter writer = new ExtensionWriter();
    private final ByteBuffer out = ByteBuffer.allocate(64);

    @Test
    void shouldUseTheOneByteFormIfEverythingFits() {
        writer.add(1, Hex.buffer("6869"), 0, 2);
        writer.add(14, 0x010203, 3);
        assertThat(written()).isEqualTo("bede0002" + "116869" + "e2010203" + "00");
    }

    @Test
    void shouldUseTheTwoByteFormForAnIdAboveFourteen() {
        writer.add(1, 0xaa, 1);
        writer.add(15, 0xbb, 1);
        assertThat(written()).isEqualTo("10000002" + "0101aa" + "0f01bb" + "0000");
    }

    @Test
    void shouldUseTheTwoByteFormForAnEmptyOrALongValue() {
        writer.add(1, out, 0, 0);
        assertThat(written()).isEqualTo("10000001" + "0100" + "0000");
        writer.reset().add(1, Hex.buffer("00".repeat(17)), 0, 17);
        assertThat(written()).isEqualTo("10000005" + "0111" + "00".repeat(17) + "00");
    }

    @Test
    void shouldWriteNothingWithoutElements() {
        assertThat(writer.add(0, 0xaa, 1)).isTrue();
        assertThat(writer.add(0, out, 0, 4)).isTrue();
        assertThat(writer.isEmpty()).isTrue();
        assertThat(writer.write(out, 0)).isZero();
    }

    @Test
    void shouldForgetElementsOnReset() {
        writer.add(200, 1, 1);
        writer.reset().add(2, 5, 1);
        assertThat(written()).isEqualTo("bede0001" + "2005" + "0000");
    }

    @Test
    void shouldSayWhereAValueStands() {
        writer.add(3, 0xaabb, 2);
        writer.add(5, 0, 2);
        int bytes = writer.write(out, 10);
        out.putShort(10 + writer.valuePositionOf(5), (short) 0x1234);
        assertThat(Hex.of(out, 10, bytes)).isEqualTo("bede0002" + "31aabb" + "511234" + "0000");
        assertThat(writer.valuePositionOf(4)).isEqualTo(-1);
    }

    @Test
    void shouldRefuseWithoutRoom() {
        writer.add(3, 0xaabb, 2);
        assertThat(writer.write(out, 60)).isEqualTo(-1);
        assertThat(writer.write(out, 56)).isEqualTo(8);
        assertThat(writer.add(4, ByteBuffer.allocate(300), 0, 256)).isFalse();
    }

    @Test
    void shouldRefuseAnIdThatCannotBe() {
        assertThatThrownBy(() -> writer.add(256, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.add(1, 0, 9)).isInstanceOf(IllegalArgumentException.class);
    }

    private String written() {
        return Hex.of(out, 0, writer.write(out, 0));
    }
}
