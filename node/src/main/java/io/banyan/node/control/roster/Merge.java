package io.banyan.node.control.roster;

/** What became of an update. */
public enum Merge {
    APPLIED,
    /** That state, or a later one, was there already. */
    KNOWN,
    /** States in between are missing: the owner is to send the whole part. */
    GAP
}
