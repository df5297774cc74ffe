package io.banyan.node.control;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a participant shows of itself.
 *
 * @param displayName at most {@value #MAX_NAME_CHARS} characters
 * @param attributes at most {@value #MAX_ATTRIBUTES}, {@value #MAX_ATTRIBUTE_BYTES} bytes together
 */
record Profile(String displayName, Map<String, String> attributes) {
    static final int MAX_NAME_CHARS = 256;
    static final int MAX_ATTRIBUTES = 32;
    /** Everybody in the room gets them with every change of the participant. */
    static final int MAX_ATTRIBUTE_BYTES = 4_096;
    /** For people. */
    static final String LIMITS = "a name has at most " + MAX_NAME_CHARS + " characters, attributes are at most "
            + MAX_ATTRIBUTES + " with " + MAX_ATTRIBUTE_BYTES + " bytes together";

    Profile {
        attributes = Map.copyOf(attributes);
    }

    /** Whether it keeps to the limits. */
    boolean isAllowed() {
        return displayName.length() <= MAX_NAME_CHARS
                && attributes.size() <= MAX_ATTRIBUTES
                && bytes(attributes) <= MAX_ATTRIBUTE_BYTES;
    }

    /**
     * Merges what the participant wants to change.
     *
     * @param name empty: unchanged
     * @param changes key by key; an empty value removes the key
     * @return empty if that breaks a limit
     */
    Optional<Profile> merged(String name, Map<String, String> changes) {
        Map<String, String> merged = new LinkedHashMap<>(attributes);
        changes.forEach((key, value) -> {
            if (value.isEmpty()) {
                merged.remove(key);
            } else {
                merged.put(key, value);
            }
        });
        Profile profile = new Profile(name.isEmpty() ? displayName : name, merged);
        return profile.isAllowed() ? Optional.of(profile) : Optional.empty();
    }

    private static int bytes(Map<String, String> attributes) {
        int bytes = 0;
        for (Map.Entry<String, String> entry : attributes.entrySet()) {
            bytes += entry.getKey().getBytes(StandardCharsets.UTF_8).length
                    + entry.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes;
    }
}
