package io.banyan.protocol.sdp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code key=value;…} list of an {@code a=fmtp} line, as the codecs of WebRTC write it. */
final class FormatParameters {
    static final FormatParameters NONE = new FormatParameters(Map.of());

    /** More than the longest that is answered: level names and numbers. */
    private static final int MAX_VALUE_CHARS = 16;

    private final Map<String, String> values;

    private FormatParameters(Map<String, String> values) {
        this.values = values;
    }

    static FormatParameters parse(String text) {
        Map<String, String> values = new HashMap<>();
        for (String parameter : text.split(";", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                String key = parameter.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                values.putIfAbsent(key, parameter.substring(equals + 1).strip());
            }
        }
        return new FormatParameters(values);
    }

    @Nullable
    String value(String key) {
        return values.get(key);
    }

    /**
     * A parameter that is a small number.
     *
     * @return {@code otherwise} if it is missing, -1 if it is none
     */
    int number(String key, int otherwise) {
        String value = values.get(key);
        return value == null ? otherwise : Numbers.parse(value, 65_535);
    }

    /** The named parameters as far as they are here, in the order of the names, to be sent back. */
    String mirrored(List<String> keys) {
        StringBuilder out = new StringBuilder();
        for (String key : keys) {
            String value = values.get(key);
            if (value != null && isPlain(value)) {
                out.append(out.isEmpty() ? "" : ";").append(key).append('=').append(value);
            }
        }
        return out.toString();
    }

    private static boolean isPlain(String value) {
        return !value.isEmpty()
                && value.length() <= MAX_VALUE_CHARS
                && value.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c));
    }
}
