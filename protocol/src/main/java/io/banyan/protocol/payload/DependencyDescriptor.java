package io.banyan.protocol.payload;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A reusable view of the dependency descriptor header extension (AV1 RTP specification, appendix A.8): which frame of
 * which layer a packet belongs to, without a look at the payload. Not thread-safe.
 *
 * <p>It says so by templates that came with the last key frame; see {@link DependencyStructure}. Chains of single frames
 * are not read.
 */
public final class DependencyDescriptor {
    /** The decode target does not contain the frame. */
    public static final int NOT_PRESENT = 0;
    /** The decode target contains the frame, and no other of its frames needs it. */
    public static final int DISCARDABLE = 1;
    /** Decoding of the decode target may begin or go on with the frame if the chain is whole. */
    public static final int SWITCH = 2;
    /** The decode target contains the frame, and others of its frames may need it. */
    public static final int REQUIRED = 3;

    private static final int MANDATORY_BYTES = 3;
    private static final int MAX_DECODE_TARGETS = 32;
    /** Codecs keep eight frames to refer to. */
    private static final int MAX_REFERENCES = 32;

    private final BitReader bits = new BitReader();
    private final byte[] customIndications = new byte[MAX_DECODE_TARGETS];
    private final short[] customReferences = new short[MAX_REFERENCES];
    private int templateId;
    private boolean startOfFrame;
    private boolean endOfFrame;
    private int frameNumber;
    private boolean structurePresent;
    private @Nullable DependencyStructure structure;
    private boolean decodeTargetsPresent;
    private int activeDecodeTargets;
    private boolean customIndicated;
    private boolean customReferred;
    private int customReferenceCount;
    private int templateIndex;

    /**
     * Reads an extension's value.
     *
     * @param known the structure that the stream's last key frame brought, or null if none came yet
     * @return whether it is well-formed; if not, the view must not be read
     */
    public boolean read(ByteBuffer buffer, int offset, int length, @Nullable DependencyStructure known) {
        if (length < MANDATORY_BYTES) {
            return false;
        }
        bits.reset(buffer, offset, length);
        startOfFrame = bits.readFlag();
        endOfFrame = bits.readFlag();
        templateId = bits.read(6);
        frameNumber = bits.read(16);
        structure = known;
        structurePresent = false;
        decodeTargetsPresent = false;
        customIndicated = false;
        customReferred = false;
        if (length > MANDATORY_BYTES && !readExtended()) {
            return false;
        }
        templateIndex = structure == null ? -1 : structure.templateIndex(templateId);
        return true;
    }

    private boolean readExtended() {
        structurePresent = bits.readFlag();
        decodeTargetsPresent = bits.readFlag();
        customIndicated = bits.readFlag();
        customReferred = bits.readFlag();
        bits.read(1); // custom chains, which would come behind what we read
        if (structurePresent) {
            structure = DependencyStructure.read(bits);
            if (structure == null) {
                return false;
            }
            activeDecodeTargets = -1 >>> (MAX_DECODE_TARGETS - structure.decodeTargets());
        }
        DependencyStructure current = structure;
        if (current == null) {
            // Without a structure the rest has no known length; the frame's number and limits hold all the same.
            decodeTargetsPresent = false;
            customIndicated = false;
            customReferred = false;
            return true;
        }
        if (decodeTargetsPresent) {
            activeDecodeTargets = bits.read(current.decodeTargets());
        }
        if (customIndicated) {
            for (int i = 0; i < current.decodeTargets(); i++) {
                customIndications[i] = (byte) bits.read(2);
            }
        }
        return (!customReferred || readReferences()) && !bits.overran();
    }

    private boolean readReferences() {
        customReferenceCount = 0;
        for (int size = bits.read(2); size != 0; size = bits.read(2)) {
            if (customReferenceCount == MAX_REFERENCES) {
                return false;
            }
            customReferences[customReferenceCount++] = (short) (bits.read(4 * size) + 1);
        }
        return true;
    }

    /** Whether the packet is the first of its frame. */
    public boolean startOfFrame() {
        return startOfFrame;
    }

    /** Whether the packet is the last of its frame. */
    public boolean endOfFrame() {
        return endOfFrame;
    }

    /** The frame's number, 0 to 65535, wraps. */
    public int frameNumber() {
        return frameNumber;
    }

    /** Whether this packet brings a structure: it belongs to a key frame. */
    public boolean hasStructure() {
        return structurePresent;
    }

    /** The structure that holds from this packet on: its own, else the known one, which may be none. */
    public @Nullable DependencyStructure structure() {
        return structure;
    }

    /** Whether this packet says which decode targets are active; a structure without it makes all of them so. */
    public boolean hasActiveDecodeTargets() {
        return decodeTargetsPresent || structurePresent;
    }

    /** One bit for each decode target, the lowest for the first; only if {@link #hasActiveDecodeTargets}. */
    public int activeDecodeTargets() {
        return activeDecodeTargets;
    }

    /** Whether the frame's layer is known: there is a structure, and it has the frame's template. */
    public boolean hasLayer() {
        return templateIndex >= 0;
    }

    /** 0 to 3; only if {@link #hasLayer}. */
    public int spatialId() {
        return resolved().spatialId(templateIndex);
    }

    /** 0 to 7; only if {@link #hasLayer}. */
    public int temporalId() {
        return resolved().temporalId(templateIndex);
    }

    /**
     * What the frame is to a decode target: {@link #NOT_PRESENT}, {@link #DISCARDABLE}, {@link #SWITCH} or {@link
     * #REQUIRED}; only if {@link #hasLayer}.
     *
     * @param decodeTarget 0 to the structure's {@link DependencyStructure#decodeTargets} - 1
     */
    public int indication(int decodeTarget) {
        DependencyStructure current = resolved();
        return customIndicated ? customIndications[decodeTarget] : current.indication(templateIndex, decodeTarget);
    }

    /** How many frames the frame refers to; only if {@link #hasLayer}. */
    public int references() {
        return customReferred ? customReferenceCount : resolved().references(templateIndex);
    }

    /** How many frames back one of them is, 1 to 4096; only if {@link #hasLayer}. */
    public int reference(int index) {
        return customReferred ? customReferences[index] : resolved().reference(templateIndex, index);
    }

    /** Whether decoding can begin with this packet: the first of a frame that brings a structure. */
    public boolean isKeyframeStart() {
        return startOfFrame && structurePresent;
    }

    private DependencyStructure resolved() {
        DependencyStructure current = structure;
        if (current == null || templateIndex < 0) {
            throw new IllegalStateException("the frame's template is not known");
        }
        return current;
    }
}
