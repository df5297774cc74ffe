package io.banyan.node.media.forward;

import org.jspecify.annotations.Nullable;

/**
 * Picture ids of VP8 on a slot (RFC 7741 §4.2): they go on by one from picture to picture that is sent, whatever is left
 * out and whoever is on it, because a receiver takes a gap for a lost picture. Owned by a media loop.
 */
final class PictureIds {
    /** Pictures of which late packets may come: four seconds. */
    private static final int WINDOW = 128;

    private static final long NONE = SequenceMap.NONE;

    private @Nullable SequenceMap map;
    private boolean begun;
    private long newest = NONE;

    /** The next id is another source's. */
    void begin() {
        begun = false;
    }

    /**
     * The slot's id of a picture.
     *
     * @param id the publisher's
     * @param bits its width, 7 or 15
     * @return 15 bits; {@link Rewritten#ABSENT}: too late to have one
     */
    int forward(int id, int bits) {
        long unwrapped = unwrap(id, bits);
        long out = mapFrom(unwrapped).forward(unwrapped);
        return out == NONE ? Rewritten.ABSENT : (int) out & 0x7fff;
    }

    /** A picture is left out. */
    void skip(int id, int bits) {
        long unwrapped = unwrap(id, bits);
        long _ = mapFrom(unwrapped).skip(unwrapped);
    }

    private long unwrap(int id, int bits) {
        long range = 1L << bits;
        if (!begun) {
            begun = true;
            newest = range + id;
            mapFrom(newest).begin(newest);
            return newest;
        }
        long ahead = (id - newest) & (range - 1);
        long unwrapped = newest + (ahead < range / 2 ? ahead : ahead - range);
        if (mapFrom(unwrapped).isBeyond(unwrapped)) {
            mapFrom(unwrapped).begin(unwrapped);
        }
        newest = Math.max(newest, unwrapped);
        return unwrapped;
    }

    /** Made with the first picture: most slots of most subscribers carry nothing. */
    private SequenceMap mapFrom(long first) {
        SequenceMap present = map;
        if (present == null) {
            present = new SequenceMap(WINDOW, first);
            map = present;
        }
        return present;
    }
}
