package io.banyan.loadtest.peer;

import java.util.random.RandomGenerator;

/** One simulcast encoding: makes frames of several packets at its bit rate. Owned by the peer's loop. */
final class EncodingSource {
    /** How much larger a key frame is than the others, roughly as encoders make them. */
    private static final int KEY_FRAME_FACTOR = 5;
    /** So long a packet can be asked for again. */
    private static final int KEPT_SECONDS = 2;

    private static final int MIN_KEPT_PACKETS = 128;

    private final OutgoingStream stream;
    private final int track;
    private final int encoding;
    private final int frameBytes;
    private final double spread;
    private final RandomGenerator random;
    private final int width;
    private final int height;
    private int pictureId;
    private int tl0PicIdx;
    private int counter;
    private boolean isKeyFrameDue = true;
    private long frames;
    private long keyFrames;

    EncodingSource(
            StreamIds ids,
            int track,
            int encoding,
            VideoSettings.Encoding settings,
            int frameRate,
            double spread,
            int width,
            int height,
            RandomGenerator random) {
        int packetsPerSecond = settings.bitrateBps() / 8 / OutgoingStream.MAX_PAYLOAD_BYTES + frameRate;
        int keptPackets = Integer.highestOneBit(Math.max(MIN_KEPT_PACKETS, packetsPerSecond * KEPT_SECONDS)) * 2;
        this.stream = new OutgoingStream(ids, keptPackets, random);
        this.track = track;
        this.encoding = encoding;
        this.frameBytes = settings.bitrateBps() / 8 / frameRate;
        this.spread = spread;
        this.random = random;
        this.width = width;
        this.height = height;
        this.pictureId = random.nextInt(1 << 15);
        this.tl0PicIdx = random.nextInt(1 << 8);
    }

    OutgoingStream stream() {
        return stream;
    }

    void requestKeyFrame() {
        isKeyFrameDue = true;
    }

    void sendFrame(int timestamp, PacketOutput out, long nowNanos) {
        boolean isKey = isKeyFrameDue;
        isKeyFrameDue = false;
        int remaining = frameBytes(isKey);
        boolean isFirst = true;
        while (isFirst || remaining > 0) {
            int head = Vp8Frame.headBytes(isFirst, isKey);
            int content = Math.clamp(remaining, SyntheticPayload.MIN_BYTES, OutgoingStream.MAX_PAYLOAD_BYTES - head);
            remaining -= content;
            int offset = stream.payloadOffset();
            Vp8Frame.write(stream.payload(), offset, isFirst, isKey, pictureId, tl0PicIdx, width, height);
            SyntheticPayload.write(stream.payload(), offset + head, content, track, encoding, counter++, nowNanos);
            stream.send(head + content, timestamp, remaining <= 0, -1, out, nowNanos);
            isFirst = false;
        }
        pictureId++;
        tl0PicIdx++;
        frames++;
        keyFrames += isKey ? 1 : 0;
    }

    private int frameBytes(boolean isKey) {
        double size = spread == 0 ? 1 : 1 + spread * (2 * random.nextDouble() - 1);
        return (int) Math.round(frameBytes * size * (isKey ? KEY_FRAME_FACTOR : 1));
    }

    long frames() {
        return frames;
    }

    long keyFrames() {
        return keyFrames;
    }
}
