package io.banyan.node.mesh.part;

import java.nio.charset.StandardCharsets;

/** What a part's entries add up to ({@code PartEntry.sum} in mesh.proto). Pinned by golden values. */
final class EntrySum {
    private EntrySum() {}

    /**
     * @param key the participant's id, empty for the endpoint
     */
    static long of(String key, long counter) {
        long mixed = fnv(key) + counter * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }

    private static long fnv(String key) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
        }
        return hash;
    }
}
