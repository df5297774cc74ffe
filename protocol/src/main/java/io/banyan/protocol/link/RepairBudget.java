package io.banyan.protocol.link;

/** What a link may spend on repair: a tenth of what it sends. */
final class RepairBudget {
    /** Of all bytes sent, repairs included. */
    static final double SHARE = 0.10;

    /** So that the first losses of a link are repaired: three full datagrams. */
    private static final double INITIAL_BYTES = 4_000;

    /** What a quiet time saves up: no more than a burst's worth. */
    private static final double MAX_BYTES = 200_000;

    private double bytes = INITIAL_BYTES;

    /** Any datagram sent, with repairs or without. */
    void onSent(int datagramBytes) {
        bytes = Math.min(MAX_BYTES, bytes + SHARE * datagramBytes);
    }

    /** Takes a repair's bytes if they are there. */
    boolean tryTake(int repairBytes) {
        if (bytes < repairBytes) {
            return false;
        }
        bytes -= repairBytes;
        return true;
    }
}
