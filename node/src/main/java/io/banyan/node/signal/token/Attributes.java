package io.banyan.node.signal.token;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code attributes} claim: what others are shown of a participant from the start. */
final class Attributes {
    private Attributes() {}

    /**
     * @param claim the JSON object of strings, null if there is none
     * @throws ClassCastException if a value is not a string
     */
    static Map<String, String> read(@Nullable Object claim) {
        if (claim == null) {
            return Map.of();
        }
        Map<String, String> attributes = new HashMap<>();
        ((Map<?, ?>) claim).forEach((key, value) -> attributes.put((String) key, (String) value));
        return attributes;
    }
}
