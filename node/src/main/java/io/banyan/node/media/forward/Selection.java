package io.banyan.node.media.forward;

/** What a {@link LayerSelector} says of a packet. */
public enum Selection {
    /** It belongs to what is forwarded. */
    FORWARD,
    /** It belongs to what is forwarded, but to a layer of it that is not: nobody must miss it. */
    LEAVE_OUT,
    /** From this packet on its encoding is forwarded: a decoder can start with it. */
    SWITCH,
    /** Another encoding is forwarded. */
    OTHER_LAYER,
    /** Its encoding would be forwarded if it came with a key frame. */
    AWAITING_KEY_FRAME
}
