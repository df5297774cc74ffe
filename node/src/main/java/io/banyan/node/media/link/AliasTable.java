package io.banyan.node.media.link;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What each alias means that this end gave out: 16 bits, handed out one after the other, so that one which was taken back
 * means nothing for as long as possible. Owned by a media loop.
 */
final class AliasTable<T> {
    private static final int ALIASES = 1 << 16;
    private static final int PAGE_BITS = 8;
    private static final int PAGE = 1 << PAGE_BITS;

    /** Shared by all pages in which nothing is. */
    private static final @Nullable Object[] EMPTY = new @Nullable Object[PAGE];

    private final @Nullable Object[][] pages = new @Nullable Object[ALIASES / PAGE][];
    private final int[] used = new int[ALIASES / PAGE];
    private int last;
    private int count;

    AliasTable() {
        Arrays.fill(pages, EMPTY);
    }

    /**
     * Gives out an alias.
     *
     * @return 1 to 65535; 0: all are taken
     */
    int add(T meaning) {
        if (count == ALIASES - 1) {
            return 0;
        }
        do {
            last = (last + 1) & (ALIASES - 1);
        } while (last == 0 || find(last) != null);
        int page = last >> PAGE_BITS;
        if (used[page] == 0) {
            pages[page] = new @Nullable Object[PAGE];
        }
        pages[page][last & (PAGE - 1)] = meaning;
        used[page]++;
        count++;
        return last;
    }

    /** Null if it means nothing. */
    @SuppressWarnings("unchecked") // only T is put in
    @Nullable
    T find(int alias) {
        return (T) pages[alias >> PAGE_BITS][alias & (PAGE - 1)];
    }

    /** Takes an alias back. */
    void remove(int alias) {
        int page = alias >> PAGE_BITS;
        if (pages[page][alias & (PAGE - 1)] == null) {
            return;
        }
        pages[page][alias & (PAGE - 1)] = null;
        count--;
        if (--used[page] == 0) {
            pages[page] = EMPTY;
        }
    }

    /** How many mean something. */
    int count() {
        return count;
    }
}
