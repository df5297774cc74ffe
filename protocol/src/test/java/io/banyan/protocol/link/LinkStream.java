package io.banyan.protocol.link;

import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.rtp.ExtensionWriter;
import io.banyan.protocol.rtp.HeaderExtension;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** One encoding on its way over a {@link LinkPipe}: what was sent, and what of it came when. */
final class LinkStream {
    /** Of an SRTP packet of a client: fixed header and the tag of AEAD_AES_128_GCM. */
    private static final int SRTP_BYTES = 12 + 16;

    final int alias;
    final CodecId codec;
    final DropClass dropClass;
    final BitSet came = new BitSet();
    final BitSet never = new BitSet();
    int sent;
    int refused;
    int twice;
    long srtpBytes;
    long latestNanos;
    /** Nothing is sent any more from then on. */
    long endNanos = Long.MAX_VALUE;

    private final LinkPipe pipe;
    private final ByteBuffer payload = ByteBuffer.allocate(1500);
    private final Extensions extensions = new Extensions();
    private final long[] sentNanos = new long[1 << 17];

    LinkStream(LinkPipe pipe, int alias, CodecId codec, DropClass dropClass) {
        this.pipe = pipe;
        this.alias = alias;
        this.codec = codec;
        this.dropClass = dropClass;
    }

    /** Sends one packet; the batch ends elsewhere. */
    void send(int payloadBytes, boolean marker) {
        if (pipe.nowNanos > endNanos) {
            return;
        }
        payload.putInt(0, sent);
        sentNanos[sent] = pipe.nowNanos;
        boolean taken = pipe.a.session.sendMedia(
                alias,
                marker,
                3,
                codec,
                sent & 0xFFFF,
                sent * 960,
                extensions,
                payload,
                0,
                payloadBytes,
                dropClass,
                pipe.a.now());
        refused += taken ? 0 : 1;
        sent++;
        srtpBytes += SRTP_BYTES + clientExtensionBytes() + payloadBytes;
    }

    /** Takes a frame at the other end if it is of this stream. */
    void onMedia(MediaFrame frame) {
        if (frame.alias() != alias) {
            return;
        }
        if (frame.isNever()) {
            never.set(frame.wireSeq());
            return;
        }
        int number = frame.buffer().getInt(frame.payloadOffset());
        if (came.get(number)) {
            twice++;
        } else {
            latestNanos = Math.max(latestNanos, pipe.nowNanos - sentNanos[number]);
        }
        came.set(number);
    }

    double missingFraction() {
        return 1 - (double) came.cardinality() / sent;
    }

    /** The block that a browser's packet carries: mid, abs-send-time, transport-cc, and audio's level. */
    private int clientExtensionBytes() {
        ExtensionWriter writer = new ExtensionWriter();
        writer.add(1, 0, 1);
        writer.add(2, 0, 3);
        writer.add(3, 0, 2);
        if (dropClass == DropClass.AUDIO) {
            writer.add(4, 0, 1);
        }
        return writer.blockBytes();
    }

    /** Audio has its level; video nothing that the link carries. */
    private final class Extensions implements MediaExtensions {
        private final ByteBuffer level = ByteBuffer.wrap(new byte[] {(byte) 0x8C});

        @Override
        public ByteBuffer buffer() {
            return level;
        }

        @Override
        public int extensionLength(HeaderExtension extension) {
            boolean has = dropClass == DropClass.AUDIO && extension == HeaderExtension.AUDIO_LEVEL;
            return has ? 1 : -1;
        }

        @Override
        public int extensionOffset(HeaderExtension extension) {
            return 0;
        }
    }
}
