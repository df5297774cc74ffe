package io.banyan.cluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * Rendezvous hashing: ranks candidates for a key the same way on every node, so that a candidate that comes or goes moves
 * only what it ranks first for. Pure functions; the weights are part of what nodes agree on and never change.
 */
public final class Rendezvous {
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Rendezvous() {}

    /** All candidates, the one with the highest weight first. */
    public static <T> List<T> ranked(String key, Collection<T> candidates) {
        return first(key, candidates, candidates.size(), candidate -> true);
    }

    /**
     * The first few candidates that are eligible.
     *
     * @param count at most so many
     */
    public static <T> List<T> first(String key, Collection<T> candidates, int count, Predicate<? super T> eligible) {
        long keyHash = fnv(key);
        int most = Math.min(count, candidates.size());
        List<T> best = new ArrayList<>(most + 1);
        long[] weights = new long[most + 1];
        for (T candidate : candidates) {
            if (!eligible.test(candidate)) {
                continue;
            }
            long weight = weight(keyHash, candidate.toString());
            int size = best.size();
            int place = size;
            while (place > 0 && isHeavier(candidate, weight, best.get(place - 1), weights[place - 1])) {
                place--;
            }
            if (place < most) {
                System.arraycopy(weights, place, weights, place + 1, size - place);
                weights[place] = weight;
                best.add(place, candidate);
                if (size == most) {
                    best.removeLast();
                }
            }
        }
        return Collections.unmodifiableList(best);
    }

    private static boolean isHeavier(Object one, long weight, Object other, long otherWeight) {
        int byWeight = Long.compareUnsigned(weight, otherWeight);
        return byWeight != 0 ? byWeight > 0 : one.toString().compareTo(other.toString()) < 0;
    }

    /** Weight of a candidate for a key: fmix64(fnv(key) ⊕ fnv(candidate) · 0x9E3779B97F4A7C15), unsigned. */
    public static long weight(String key, String candidate) {
        return weight(fnv(key), candidate);
    }

    /** A name and a number as one number: fmix64(fnv(name) + number · 0x9E3779B97F4A7C15). */
    public static long mixed(String name, long number) {
        return mix(fnv(name) + number * GOLDEN);
    }

    private static long weight(long keyHash, String candidate) {
        return mix(keyHash ^ (fnv(candidate) * GOLDEN));
    }

    /** 64-bit FNV-1a over the UTF-8 bytes. */
    static long fnv(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return fnvOfBytes(text);
            }
            hash = (hash ^ c) * FNV_PRIME;
        }
        return hash;
    }

    private static long fnvOfBytes(String text) {
        long hash = FNV_OFFSET;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return hash;
    }

    /** The finalizer of MurmurHash3. */
    private static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }
}
