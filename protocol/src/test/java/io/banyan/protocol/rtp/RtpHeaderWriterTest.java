package io.banyan.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RtpHeaderWriterTest {
    private final RtpHeaderWriter header = new RtpHeaderWriter()
            .payloadType(96)
            .marker(true)
            .wireSeq(0x1fffe)
            .timestamp(0x89abcdef)
            .ssrc(0x01020304);
    private final ExtensionWriter extensions = new ExtensionWriter();
    private final ByteBuffer out = ByteBuffer.allocate(100);

    @Test
    void shouldWriteTheFixedHeader() {
        assertThat(header.write(out, 0, extensions)).isEqualTo(12);
        assertThat(Hex.of(out, 0, 12)).isEqualTo("80e0fffe89abcdef01020304");
    }

    @Test
    void shouldWriteWhatTheViewReads() {
        header.csrc(0x11).csrc(0x12).padding(true);
        extensions.add(4, 0xaabbcc, 3);
        int bytes = header.write(out, 7, extensions);
        assertThat(bytes).isEqualTo(header.headerBytes(extensions)).isEqualTo(28);
        out.put(7 + 28, (byte) 1);

        RtpView view = new RtpView();
        assertThat(view.wrap(out, 7, 29)).isTrue();
        assertThat(view.csrc(1)).isEqualTo(0x12);
        assertThat(view.paddingLength()).isEqualTo(1);
        HeaderExtensions read = new HeaderExtensions();
        assertThat(read.find(view, 4)).isTrue();
        assertThat(Hex.of(out, read.valueOffset(), read.valueLength())).isEqualTo("aabbcc");
    }

    @Test
    void shouldRefuseWithoutRoom() {
        assertThat(header.write(out, 89, extensions)).isEqualTo(-1);
        assertThat(header.write(out, 88, extensions)).isEqualTo(12);
    }

    @Test
    void shouldRefuseASixteenthCsrc() {
        for (int i = 0; i < 15; i++) {
            header.csrc(i);
        }
        assertThatThrownBy(() -> header.csrc(15)).isInstanceOf(IllegalStateException.class);
        assertThat(header.noCsrcs().headerBytes(extensions)).isEqualTo(12);
    }
}
