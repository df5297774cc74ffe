package io.banyan.node.sim;

/** One number for everything that happened in a run: equal seeds give equal ones. */
final class RunDigest {
    private long value = 0xCBF29CE484222325L;

    void add(long what) {
        long mixed = (value ^ what) * 0xFF51AFD7ED558CCDL;
        value = mixed ^ (mixed >>> 32);
    }

    void add(long nanos, int from, int to) {
        add(nanos);
        add(((long) from << 32) | to);
    }

    void add(String text) {
        for (int i = 0; i < text.length(); i++) {
            add(text.charAt(i));
        }
    }

    @Override
    public String toString() {
        return String.format("%016x", value);
    }
}
