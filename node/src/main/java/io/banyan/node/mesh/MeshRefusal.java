package io.banyan.node.mesh;

/** Why something that another region said had no effect. */
public enum MeshRefusal {
    /** Not a message of this format, or one without what it needs. */
    MALFORMED,
    /** An id or a name that is none, or too long. */
    BAD_NAME,
    /** An entry, a list or a frame over its limit. */
    TOO_LARGE,
    /** Of another room than the frame or the entry it is in says. */
    WRONG_ROOM,
    /** An entry by another node than the part's owner, or a participant that says it is at another node. */
    WRONG_OWNER,
    BAD_SIGNATURE,
    /** The certificate is not known yet; the whole part brings it. */
    UNKNOWN_CERTIFICATE,
    /** The participant is in another node's part. */
    ANOTHERS_PARTICIPANT,
    /** A counter, an incarnation or a sequence that cannot be. */
    ABSURD_NUMBER,
    /** A time ahead of what a clock can be wrong by. */
    CLOCK_AHEAD,
    /** Of an earlier life of the node. */
    EARLIER_LIFE,
    /** A part whose owner nobody hears of, passed on by a third region. */
    OWNER_NOT_ALIVE,
    /** A part that its owner's region has said is no more. */
    PART_FORGOTTEN,
    /** Entries that do not add up: some are missing or left over. */
    INCOMPLETE,
    /** No room for more regions, parts, people or rooms. */
    FULL,
    /** Says something about a region that is not its own. */
    NOT_ITS_REGION,
    /** Not the authority that is asked. */
    NOT_AUTHORITY,
    /** About a room that may not be in this region, by what is said of it. */
    ROOM_NOT_ALLOWED_HERE,
    /** A tree in which a node takes from itself. */
    CYCLE
}
