package io.banyan.protocol.sdp;

import io.banyan.protocol.rtp.ExtensionMap;
import io.banyan.protocol.rtp.HeaderExtension;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A header extension that the client offered on an m-line and that we take (RFC 8285 §5).
 *
 * @param id the client's number
 * @param answeredDirection as the answer writes it behind the id: empty or {@code /recvonly}, {@code /sendonly} …
 */
record OfferedExtension(int id, HeaderExtension extension, String answeredDirection) {
    /** Those that the mesh knows and that are of use for this role. */
    static List<OfferedExtension> read(MediaDescription media, MediaRole role, boolean allowsMixed) {
        List<OfferedExtension> taken = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        Set<HeaderExtension> known = EnumSet.noneOf(HeaderExtension.class);
        for (String value : media.attributes("extmap")) {
            String[] words = value.split(" ", 3);
            String[] idAndDirection = words[0].split("/", 2);
            int id = Numbers.parse(idAndDirection[0], 255);
            HeaderExtension extension = words.length < 2 ? null : HeaderExtension.ofUri(words[1]);
            String direction = idAndDirection.length < 2 ? "" : idAndDirection[1];
            if (extension != null
                    && isUsable(id, allowsMixed)
                    && fits(role, direction)
                    && ids.add(id)
                    && known.add(extension)) {
                taken.add(new OfferedExtension(id, extension, mirrored(direction)));
            }
        }
        return taken;
    }

    static ExtensionMap map(List<OfferedExtension> extensions) {
        Map<Integer, HeaderExtension> byId = new HashMap<>();
        extensions.forEach(extension -> byId.put(extension.id(), extension.extension()));
        return ExtensionMap.of(byId);
    }

    /** 15 is reserved, and higher ids exist in the two-byte form only (RFC 8285 §4.2, §4.3). */
    private static boolean isUsable(int id, boolean allowsMixed) {
        return (id >= 1 && id <= 14) || (allowsMixed && id >= 16);
    }

    private static boolean fits(MediaRole role, String direction) {
        return switch (direction) {
            case "", "sendrecv" -> true;
            case "sendonly" -> role == MediaRole.PUBLISH;
            case "recvonly" -> role == MediaRole.SLOT;
            default -> false;
        };
    }

    private static String mirrored(String direction) {
        return switch (direction) {
            case "sendonly" -> "/recvonly";
            case "recvonly" -> "/sendonly";
            case "sendrecv" -> "/sendrecv";
            default -> "";
        };
    }
}
