package io.banyan.protocol.link;

/** What a link that is short of capacity gives up, first to last. Retransmissions come between upper and base layers. */
public enum DropClass {
    /** The highest encoding (or layer) that is sent of its track, where there are three. */
    HIGHEST_LAYER,
    /** Any other encoding that has a lower one beside it. */
    UPPER_LAYER,
    /** The lowest encoding that is sent of its track. */
    BASE_LAYER,
    AUDIO
}
