package io.banyan.node.media.forward;

/** Whether a packet of any subscriber began to wait for its pacer: the loop is to look again sooner. Owned by a media loop. */
public final class HeldBack {
    private boolean isAny;

    void note() {
        isAny = true;
    }

    /** Whether any did since the last call. */
    public boolean poll() {
        boolean any = isAny;
        isAny = false;
        return any;
    }
}
