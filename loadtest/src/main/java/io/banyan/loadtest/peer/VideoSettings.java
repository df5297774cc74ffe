package io.banyan.loadtest.peer;

import java.util.List;

/**
 * The video that a peer publishes: VP8 by its headers, made-up by its content.
 *
 * @param frameRate frames per second
 * @param encodings smallest first; with a single one of rid "" there is no simulcast
 * @param width of the largest encoding, for the signalling and the key frames' headers
 * @param spread frames differ in size by up to this share, evenly; 0: all but key frames are alike
 */
public record VideoSettings(int frameRate, List<Encoding> encodings, int width, int height, double spread) {
    /** About what Chromium sends of a 720p camera. */
    public static final VideoSettings SIMULCAST = new VideoSettings(
            30,
            List.of(new Encoding("q", 150_000), new Encoding("h", 500_000), new Encoding("f", 1_700_000)),
            1280,
            720,
            0);

    /** One encoding. */
    public record Encoding(String rid, int bitrateBps) {}

    public VideoSettings {
        encodings = List.copyOf(encodings);
        if (encodings.isEmpty() || frameRate < 1) {
            throw new IllegalArgumentException("video needs an encoding and a frame rate");
        }
    }

    public static VideoSettings single(int frameRate, int bitrateBps) {
        return new VideoSettings(frameRate, List.of(new Encoding("", bitrateBps)), 640, 360, 0);
    }

    /** The same, with frames that differ in size as those of real encoders do. */
    public VideoSettings withSpread(double newSpread) {
        return new VideoSettings(frameRate, encodings, width, height, newSpread);
    }

    /** The same, with other encodings. */
    public VideoSettings withEncodings(List<Encoding> newEncodings) {
        return new VideoSettings(frameRate, newEncodings, width, height, spread);
    }

    boolean isSimulcast() {
        return encodings.size() > 1;
    }
}
