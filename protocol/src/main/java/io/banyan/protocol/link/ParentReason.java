package io.banyan.protocol.link;

/** Why a node takes a track from the node that it takes it from. Numbers are on the wire: never change one, add. */
public enum ParentReason {
    UNKNOWN(0),
    /** By the origin's plan: nowhere does it hear the origin sooner. */
    SOONEST(1),
    /** By the origin's plan: nowhere sooner among those that can serve one more. */
    SOONEST_WITH_ROOM(2),
    /** By the origin's plan: a node of its own region, which has the track already. */
    SIBLING(3),
    /** By the origin's plan: it was there before, and would gain too little elsewhere, or not for long enough yet. */
    KEPT(4),
    /** Its planned parent is silent or gone. */
    BACKUP(5),
    /** The origin has not said anything yet, and its region's ingress has the track. */
    INGRESS(6),
    /** The origin has not said anything yet. */
    ORIGIN(7);

    private final int number;

    ParentReason(int number) {
        this.number = number;
    }

    /** On the wire. */
    public int number() {
        return number;
    }

    /** One of a newer version is unknown. */
    public static ParentReason of(int number) {
        for (ParentReason reason : values()) {
            if (reason.number == number) {
                return reason;
            }
        }
        return UNKNOWN;
    }
}
