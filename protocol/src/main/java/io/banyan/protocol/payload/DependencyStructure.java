package io.banyan.protocol.payload;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The template dependency structure of a stream (AV1 RTP specification, appendix A.8): which layers there are and how
 * frames of each template depend. Immutable; comes with a key frame and holds until the next one brings another, kept
 * by whoever follows the stream.
 */
public final class DependencyStructure {
    static final int MAX_TEMPLATES = 64;
    static final int MAX_SPATIAL_ID = 3;
    static final int MAX_TEMPORAL_ID = 7;
    private static final int MORE_SAME_LAYER = 0;
    private static final int NEXT_TEMPORAL = 1;
    private static final int NEXT_SPATIAL = 2;

    private final int templateIdOffset;
    private final int decodeTargets;
    private final byte[] spatialIds;
    private final byte[] temporalIds;
    /** By template, then decode target. */
    private final byte[] indications;

    /** Of all templates, one after the other. */
    private final byte[] differences;

    /** By template, where its own begin; one more for the end. */
    private final short[] differencesFrom;

    private final byte[] targetSpatialIds;
    private final byte[] targetTemporalIds;
    private final int chains;
    private final int[] widths;
    private final int[] heights;

    private DependencyStructure(BitReader bits, Layers layers, int templateIdOffset, int decodeTargets) {
        this.templateIdOffset = templateIdOffset;
        this.decodeTargets = decodeTargets;
        spatialIds = Arrays.copyOf(layers.spatialIds, layers.count);
        temporalIds = Arrays.copyOf(layers.temporalIds, layers.count);
        indications = new byte[layers.count * decodeTargets];
        for (int i = 0; i < indications.length; i++) {
            indications[i] = (byte) bits.read(2);
        }
        differencesFrom = new short[layers.count + 1];
        differences = readFrameDifferences(bits);
        chains = readChains(bits);
        int resolutions = bits.readFlag() ? layers.maxSpatialId() + 1 : 0;
        widths = new int[resolutions];
        heights = new int[resolutions];
        for (int i = 0; i < resolutions; i++) {
            widths[i] = bits.read(16) + 1;
            heights[i] = bits.read(16) + 1;
        }
        targetSpatialIds = new byte[decodeTargets];
        targetTemporalIds = new byte[decodeTargets];
        deriveTargetLayers();
    }

    /** Reads a structure; null if it is malformed. */
    static @Nullable DependencyStructure read(BitReader bits) {
        int templateIdOffset = bits.read(6);
        int decodeTargets = bits.read(5) + 1;
        Layers layers = new Layers();
        if (!layers.read(bits)) {
            return null;
        }
        DependencyStructure structure = new DependencyStructure(bits, layers, templateIdOffset, decodeTargets);
        return bits.overran() ? null : structure;
    }

    /** The templates' layers, while their number is not known yet. */
    private static final class Layers {
        private final byte[] spatialIds = new byte[MAX_TEMPLATES];
        private final byte[] temporalIds = new byte[MAX_TEMPLATES];
        private int count;

        boolean read(BitReader bits) {
            int spatialId = 0;
            int temporalId = 0;
            while (count < MAX_TEMPLATES && !bits.overran()) {
                spatialIds[count] = (byte) spatialId;
                temporalIds[count] = (byte) temporalId;
                count++;
                switch (bits.read(2)) {
                    case MORE_SAME_LAYER -> {}
                    case NEXT_TEMPORAL -> temporalId++;
                    case NEXT_SPATIAL -> {
                        temporalId = 0;
                        spatialId++;
                    }
                    default -> {
                        return !bits.overran();
                    }
                }
                if (spatialId > MAX_SPATIAL_ID || temporalId > MAX_TEMPORAL_ID) {
                    return false;
                }
            }
            return false;
        }

        /** The last one's, since they rise. */
        int maxSpatialId() {
            return spatialIds[count - 1];
        }
    }

    /** How many templates there are, 1 to 64. */
    public int templates() {
        return spatialIds.length;
    }

    /** How many decode targets there are, 1 to 32. */
    public int decodeTargets() {
        return decodeTargets;
    }

    /** How many chains protect them, 0 to 32. */
    public int chains() {
        return chains;
    }

    /** The index of a frame's template by the id it states, or -1 if there is none. */
    public int templateIndex(int templateId) {
        int index = (templateId + MAX_TEMPLATES - templateIdOffset) % MAX_TEMPLATES;
        return index < spatialIds.length ? index : -1;
    }

    /** 0 to 3. */
    public int spatialId(int templateIndex) {
        return spatialIds[templateIndex];
    }

    /** 0 to 7. */
    public int temporalId(int templateIndex) {
        return temporalIds[templateIndex];
    }

    /** What frames of a template are to a decode target; see {@link DependencyDescriptor#indication}. */
    public int indication(int templateIndex, int decodeTarget) {
        return indications[templateIndex * decodeTargets + decodeTarget];
    }

    /** How many frames one of a template refers to. */
    int references(int templateIndex) {
        return differencesFrom[templateIndex + 1] - differencesFrom[templateIndex];
    }

    /** How many frames back each of them is, 1 to 16. */
    int reference(int templateIndex, int reference) {
        return differences[differencesFrom[templateIndex] + reference];
    }

    /** The highest spatial layer that a decode target contains, 0 to 3. */
    public int targetSpatialId(int decodeTarget) {
        return targetSpatialIds[decodeTarget];
    }

    /** The highest temporal layer that a decode target contains, 0 to 7. */
    public int targetTemporalId(int decodeTarget) {
        return targetTemporalIds[decodeTarget];
    }

    /** Whether the structure says how large the layers are. */
    public boolean hasResolutions() {
        return widths.length > 0;
    }

    /** Pixels of a spatial layer, if {@link #hasResolutions}. */
    public int width(int spatialId) {
        return widths[spatialId];
    }

    /** Pixels of a spatial layer, if {@link #hasResolutions}. */
    public int height(int spatialId) {
        return heights[spatialId];
    }

    private byte[] readFrameDifferences(BitReader bits) {
        byte[] read = new byte[MAX_TEMPLATES];
        int count = 0;
        for (int i = 0; i < templates(); i++) {
            while (bits.readFlag()) { // behind the end there are zeros: it ends
                read = count < read.length ? read : Arrays.copyOf(read, 2 * count);
                read[count++] = (byte) (bits.read(4) + 1);
            }
            differencesFrom[i + 1] = (short) count;
        }
        return Arrays.copyOf(read, count);
    }

    private int readChains(BitReader bits) {
        int count = bits.readNonSymmetric(decodeTargets + 1);
        if (count > 0) {
            for (int i = 0; i < decodeTargets; i++) {
                bits.readNonSymmetric(count);
            }
            for (int i = 0; i < templates() * count; i++) {
                bits.read(4);
            }
        }
        return count;
    }

    private void deriveTargetLayers() {
        for (int target = 0; target < decodeTargets; target++) {
            for (int template = 0; template < templates(); template++) {
                if (indication(template, target) != DependencyDescriptor.NOT_PRESENT) {
                    targetSpatialIds[target] = (byte) Math.max(targetSpatialIds[target], spatialIds[template]);
                    targetTemporalIds[target] = (byte) Math.max(targetTemporalIds[target], temporalIds[template]);
                }
            }
        }
    }
}
