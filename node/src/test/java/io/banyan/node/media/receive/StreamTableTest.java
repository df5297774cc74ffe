package io.banyan.node.media.receive;

import static io.banyan.node.media.testing.TestPublisher.EXTENSIONS;
import static io.banyan.node.media.testing.TestPublisher.MID;
import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.media.testing.PacketMaker;
import io.banyan.node.media.testing.TestPublisher;
import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.RtpView;
import io.banyan.protocol.sdp.AnnouncedSsrc;
import io.banyan.protocol.sdp.MediaRole;
import io.banyan.protocol.sdp.NegotiatedMedia;
import io.banyan.protocol.sdp.RtcpFeedback;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamTableTest {
    private final TestPublisher simulcast = new TestPublisher(MediaKind.VIDEO, CaptureClock.NONE, "q", "h", "f");
    private final StreamTable table = simulcast.streams;

    @Test
    void shouldBindByMidAndRid() {
        RtpStream stream = table.bind(view(maker(11).rid("h")), EXTENSIONS);
        assertThat(stream).isNotNull();
        assertThat(stream.encoding().rid()).isEqualTo("h");
        assertThat(stream.isRtx()).isFalse();
        assertThat(table.find(11)).isSameAs(stream);
        assertThat(table.findEncoding(11)).isSameAs(stream.encoding());
    }

    @Test
    void shouldBindRetransmissionsByRepairedRid() {
        RtpStream stream =
                table.bind(view(maker(12).payloadType(TestPublisher.VP8_RTX).repairedRid("q")), EXTENSIONS);
        assertThat(stream).isNotNull();
        assertThat(stream.encoding().rid()).isEqualTo("q");
        assertThat(stream.isRtx()).isTrue();
        assertThat(table.findEncoding(12)).isNull();
    }

    @Test
    void shouldBindNothingThatNoLineClaims() {
        assertThat(table.bind(view(maker(13).rid("x")), EXTENSIONS)).isNull();
        assertThat(table.bind(view(maker(13)), EXTENSIONS)).isNull();
        table.remove(MID);
        assertThat(table.bind(view(maker(13).rid("q")), EXTENSIONS)).isNull();
        assertThat(table.find(13)).isNull();
    }

    @Test
    void shouldReplaceTheSsrcOfAnEncoding() {
        RtpStream old = table.bind(view(maker(11).rid("h")), EXTENSIONS);
        RtpStream replaced = table.bind(view(maker(21).rid("h")), EXTENSIONS);
        assertThat(old).isNotNull();
        assertThat(replaced).isNotNull();
        assertThat(table.find(11)).isNull();
        assertThat(table.find(21)).isSameAs(replaced);
        assertThat(replaced.encoding()).isSameAs(old.encoding());
        assertThat(replaced.encoding().epoch()).isEqualTo(1);
    }

    @Test
    void shouldStayBoundedWhateverSsrcsCome() {
        for (int ssrc = 0; ssrc < 100_000; ssrc++) {
            table.bind(view(maker(ssrc).rid("h")), EXTENSIONS);
        }
        assertThat(table.find(99_999)).isNotNull();
        assertThat(table.find(99_998)).isNull();
    }

    @Test
    void shouldBindByAnnouncedSsrcWithoutMid() {
        TestPublisher single = new TestPublisher(MediaKind.VIDEO, CaptureClock.NONE);
        single.streams.announce(media(List.of(new AnnouncedSsrc(31, 32))));
        // In a numbering where the client's mid has no meaning, only the SSRC tells.
        RtpStream media = single.streams.bind(view(maker(31)), ExtensionMap.EMPTY);
        RtpStream rtx = single.streams.bind(view(maker(32)), ExtensionMap.EMPTY);
        assertThat(media).isNotNull();
        assertThat(media.isRtx()).isFalse();
        assertThat(rtx).isNotNull();
        assertThat(rtx.isRtx()).isTrue();
        single.streams.announce(media(List.of()));
        assertThat(single.streams.bind(view(maker(33)), ExtensionMap.EMPTY)).isNull();
    }

    private static NegotiatedMedia media(List<AnnouncedSsrc> ssrcs) {
        return new NegotiatedMedia(
                MID,
                MediaKind.VIDEO,
                MediaRole.PUBLISH,
                TestPublisher.PAYLOAD_TYPES,
                EXTENSIONS,
                RtcpFeedback.NONE,
                List.of(),
                Set.of(),
                ssrcs,
                true,
                null);
    }

    private static PacketMaker maker(int ssrc) {
        return new PacketMaker(ssrc, TestPublisher.VP8);
    }

    private static RtpView view(PacketMaker maker) {
        byte[] packet = maker.packet(1, 1, true, PacketMaker.vp8(true, true, 1, 1, 1));
        RtpView view = new RtpView();
        assertThat(view.wrap(ByteBuffer.wrap(packet), 0, packet.length)).isTrue();
        return view;
    }
}
