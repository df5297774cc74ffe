package io.banyan.node.media.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * A layered video as an encoder makes it: pictures of up to three spatial layers, temporal layers in the order 0 2 1 2,
 * each frame in two packets, and which frames each one refers to. Every other group of pictures allows nobody to begin
 * with its higher temporal layers.
 */
public final class LayeredStream {
    /** How it is written into packets. */
    public enum Form {
        VP8,
        /** As Chromium does it: layers in the dependency descriptor only, where every frame is called a switch. */
        VP8_DESCRIPTOR,
        VP9,
        AV1
    }

    /** One frame of one spatial layer. */
    public static final class Frame {
        public final int number;
        public final int picture;
        public final int spatialId;
        public final int temporalId;
        public final boolean isKey;
        public final List<Integer> references = new ArrayList<>();
        public final List<byte[]> packets = new ArrayList<>();

        Frame(int number, int picture, int spatialId, int temporalId, boolean isKey) {
            this.number = number;
            this.picture = picture;
            this.spatialId = spatialId;
            this.temporalId = temporalId;
            this.isKey = isKey;
        }
    }

    private static final int[] PATTERN = {0, 2, 1, 2};
    private static final int NONE = -1;

    public final List<Frame> frames = new ArrayList<>();
    private final Form form;
    private final int spatialLayers;
    private final boolean isKeyOnly;
    private final PacketMaker maker;
    private final int[][] newest;
    private int picture;
    private int inGroup;
    private int groups;
    private int tl0 = 250;
    private long seq = 65_530;

    /**
     * @param isKeyOnly whether a spatial layer refers to the one below it in key pictures only
     */
    public LayeredStream(Form form, int spatialLayers, boolean isKeyOnly) {
        this.form = form;
        this.spatialLayers = spatialLayers;
        this.isKeyOnly = isKeyOnly;
        newest = new int[spatialLayers][3];
        maker = new PacketMaker(
                7,
                switch (form) {
                    case VP8, VP8_DESCRIPTOR -> TestPublisher.VP8;
                    case VP9 -> TestPublisher.VP9;
                    case AV1 -> TestPublisher.AV1;
                });
    }

    /** The frames of the next picture. */
    public List<Frame> next(boolean isKey) {
        if (isKey) {
            inGroup = 0;
        }
        int temporalId = PATTERN[inGroup];
        boolean isOpen = groups % 2 == 0 || isKey;
        if (temporalId == 0) {
            tl0 = (tl0 + 1) & 0xff;
        }
        List<Frame> made = new ArrayList<>();
        for (int spatialId = 0; spatialId < spatialLayers; spatialId++) {
            Frame frame = new Frame(frames.size(), picture, spatialId, temporalId, isKey);
            refer(frame, isOpen);
            frames.add(frame);
            made.add(frame);
            if (isKey) {
                newest[spatialId] = new int[] {frame.number, NONE, NONE};
            } else {
                newest[spatialId][temporalId] = frame.number;
            }
            write(frame, isOpen);
        }
        picture++;
        inGroup = (inGroup + 1) % PATTERN.length;
        groups += inGroup == 0 ? 1 : 0;
        return made;
    }

    private void refer(Frame frame, boolean isOpen) {
        if (frame.spatialId > 0 && (frame.isKey || !isKeyOnly)) {
            frame.references.add(frame.number - 1);
        }
        if (frame.isKey) {
            return;
        }
        frame.references.add(newest[frame.spatialId][0]);
        if (frame.temporalId == 1 && !isOpen) {
            addIfThere(frame, newest[frame.spatialId][1]);
        } else if (frame.temporalId == 2 && (inGroup == 3 || !isOpen)) {
            addIfThere(frame, newest[frame.spatialId][1]);
        }
    }

    private static void addIfThere(Frame frame, int reference) {
        if (reference != NONE) {
            frame.references.add(reference);
        }
    }

    private void write(Frame frame, boolean isOpen) {
        for (int packet = 0; packet < 2; packet++) {
            boolean isFirst = packet == 0;
            boolean isLast = packet == 1;
            boolean marker = isLast && frame.spatialId == spatialLayers - 1;
            byte[] payload = switch (form) {
                case VP8 ->
                    PacketMaker.vp8(
                            isFirst,
                            frame.isKey,
                            frame.picture & 0x7fff,
                            tl0,
                            frame.temporalId,
                            isSync(frame, isOpen),
                            frame.number);
                case VP8_DESCRIPTOR ->
                    new byte[] {
                        (byte) (isFirst ? 0x10 : 0),
                        (byte) (frame.isKey ? 0x10 : 0x11),
                        (byte) (frame.number >> 8),
                        (byte) frame.number
                    };
                case VP9 -> vp9(frame, isFirst, isLast, isOpen);
                case AV1 ->
                    new byte[] {
                        (byte) (isFirst && frame.isKey && frame.spatialId == 0 ? 0x18 : 0x10),
                        0x30,
                        (byte) (frame.number >> 8),
                        (byte) frame.number
                    };
            };
            if (form == Form.AV1 || form == Form.VP8_DESCRIPTOR) {
                maker.dependencyDescriptor(descriptor(frame, isFirst, isLast, isOpen));
            }
            frame.packets.add(maker.packet(seq++, 3_000L * frame.picture, marker, payload));
        }
    }

    private boolean isSync(Frame frame, boolean isOpen) {
        return frame.temporalId > 0 && isOpen && inGroup != 3;
    }

    private byte[] vp9(Frame frame, boolean isFirst, boolean isLast, boolean isOpen) {
        boolean isForUpper = frame.spatialId < spatialLayers - 1 && (frame.isKey || !isKeyOnly);
        int flags =
                0xa0 | (frame.isKey ? 0 : 0x40) | (isFirst ? 0x08 : 0) | (isLast ? 0x04 : 0) | (isForUpper ? 0 : 0x01);
        boolean isInterLayer = frame.spatialId > 0 && (frame.isKey || !isKeyOnly);
        boolean isSwitch = frame.temporalId < 2 && isOpen;
        int layers = (frame.temporalId << 5) | (isSwitch ? 0x10 : 0) | (frame.spatialId << 1) | (isInterLayer ? 1 : 0);
        if (isFirst && frame.isKey && frame.spatialId == 0) {
            // Key pictures state how many spatial layers there are (V, N_S).
            return new byte[] {
                (byte) (flags | 0x02),
                (byte) (0x80 | ((frame.picture >> 8) & 0x7f)),
                (byte) frame.picture,
                (byte) layers,
                (byte) tl0,
                (byte) ((spatialLayers - 1) << 5),
                (byte) (frame.number >> 8),
                (byte) frame.number
            };
        }
        return new byte[] {
            (byte) flags,
            (byte) (0x80 | ((frame.picture >> 8) & 0x7f)),
            (byte) frame.picture,
            (byte) layers,
            (byte) tl0,
            (byte) (frame.number >> 8),
            (byte) frame.number
        };
    }

    private byte[] descriptor(Frame frame, boolean isFirst, boolean isLast, boolean isOpen) {
        int template = frame.spatialId * 3 + frame.temporalId;
        StringBuilder bits = new StringBuilder();
        bits.append(isFirst ? 1 : 0).append(isLast ? 1 : 0);
        put(bits, template, 6);
        put(bits, frame.number, 16);
        boolean isWithStructure = frame.isKey && isFirst && frame.spatialId == 0;
        boolean isReferring = form == Form.VP8_DESCRIPTOR;
        bits.append(isWithStructure ? "1" : "0").append(isReferring ? "0110" : "0100");
        if (isWithStructure) {
            putStructure(bits);
        }
        for (int target = 0; target < 3 * spatialLayers; target++) {
            put(bits, indication(frame, target / 3, target % 3, isOpen), 2);
        }
        if (isReferring) {
            for (int reference : frame.references) {
                put(bits, 2, 2);
                put(bits, frame.number - reference - 1, 8);
            }
            put(bits, 0, 2);
        }
        return bytes(bits);
    }

    private void putStructure(StringBuilder bits) {
        int targets = 3 * spatialLayers;
        put(bits, 0, 6);
        put(bits, targets - 1, 5);
        for (int template = 0; template < targets; template++) {
            bits.append(template == targets - 1 ? "11" : template % 3 == 2 ? "10" : "01");
        }
        for (int template = 0; template < targets; template++) {
            for (int target = 0; target < targets; target++) {
                boolean isIn = template / 3 <= target / 3 && template % 3 <= target % 3;
                bits.append(isIn ? "11" : "00");
            }
        }
        bits.append("0".repeat(targets)); // no differences of frame numbers
        int width = Integer.SIZE - Integer.numberOfLeadingZeros(targets + 1);
        bits.append("0".repeat(width - 1)); // no chains
        bits.append("0"); // no resolutions
    }

    private int indication(Frame frame, int spatialId, int temporalId, boolean isOpen) {
        boolean isAbove = spatialId > frame.spatialId;
        if (spatialId < frame.spatialId || temporalId < frame.temporalId || (isAbove && isKeyOnly && !frame.isKey)) {
            return 0;
        }
        if (isAbove) {
            return frame.isKey ? 2 : 3;
        }
        if (frame.isKey || form == Form.VP8_DESCRIPTOR) {
            return 2;
        }
        if (temporalId == frame.temporalId) {
            return temporalId == 0 ? 2 : 1;
        }
        return isOpen ? 2 : 3;
    }

    private static void put(StringBuilder bits, int value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            bits.append((value >> i) & 1);
        }
    }

    private static byte[] bytes(StringBuilder bits) {
        byte[] bytes = new byte[(bits.length() + 7) / 8];
        for (int i = 0; i < bits.length(); i++) {
            if (bits.charAt(i) == '1') {
                bytes[i / 8] |= (byte) (0x80 >> (i % 8));
            }
        }
        return bytes;
    }
}
