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

    private final @Nullable HeaderExtension[] byId = new @Nullable HeaderExtension[MAX_ID + 1];
    private final int[] idByNumber = new int[HeaderExtension.NUMBERS];

    private ExtensionMap(Map<Integer, HeaderExtension> extensions) {
        extensions.forEach((id, extension) -> {
            if (id < 1 || id > MAX_ID) {
                throw new IllegalArgumentException("an extension id is 1 to 255 (RFC 8285 §4.3), not " + id);
            }
            byId[id] = extension;
            int known = idByNumber[extension.number()];
            if (known == 0 || id < known) {
                idByNumber[extension.number()] = id;
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
        return id >= 1 && id <= MAX_ID ? byId[id] : null;
    }

    private static ExtensionMap canonical() {
        Map<Integer, HeaderExtension> extensions = new HashMap<>();
        for (HeaderExtension extension : HeaderExtension.values()) {
            extensions.put(extension.number(), extension);
        }
        return new ExtensionMap(extensions);
    }
}
