package io.banyan.protocol.rtp;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One client's numbering of header extensions on one m-line. Immutable. */
public final class ExtensionMap {
    private static final int MAX_ID = 255;

    /** Nothing negotiated. */
    public static final ExtensionMap EMPTY = new ExtensionMap(Map.of());

    /** The mesh's own numbering. */
    public static final ExtensionMap CANONICAL = canonical();

    /** {@link HeaderExtension#number}, 0 where there is none; every subscriber has such maps, so they are small. */
    private final byte[] byId;

    private final short[] idByNumber = new short[HeaderExtension.NUMBERS];

    private ExtensionMap(Map<Integer, HeaderExtension> extensions) {
        int highest = 0;
        for (int id : extensions.keySet()) {
            if (id < 1 || id > MAX_ID) {
                throw new IllegalArgumentException("an extension id is 1 to 255 (RFC 8285 §4.3), not " + id);
            }
            highest = Math.max(highest, id);
        }
        byId = new byte[highest + 1];
        extensions.forEach((id, extension) -> {
            byId[id] = (byte) extension.number();
            int known = idByNumber[extension.number()];
            if (known == 0 || id < known) {
                idByNumber[extension.number()] = id.shortValue();
            }
        });
    }

    /**
     * A numbering; an extension that has several ids is written with the lowest.
     *
     * @param extensions by id, 1 to 255
     * @throws IllegalArgumentException if an id is out of range
     */
    public static ExtensionMap of(Map<Integer, HeaderExtension> extensions) {
        return extensions.isEmpty() ? EMPTY : new ExtensionMap(extensions);
    }

    /** The id to write this extension with, 1 to 255; 0 if it was not negotiated. */
    public int idOf(HeaderExtension extension) {
        return idByNumber[extension.number()];
    }

    /** What an id that was read means, or null if it was not negotiated or is out of range. */
    public @Nullable HeaderExtension at(int id) {
        return id >= 1 && id < byId.length ? HeaderExtension.ofNumber(byId[id]) : null;
    }

    private static ExtensionMap canonical() {
        Map<Integer, HeaderExtension> extensions = new HashMap<>();
        for (HeaderExtension extension : HeaderExtension.values()) {
            extensions.put(extension.number(), extension);
        }
        return new ExtensionMap(extensions);
    }
}
