package io.banyan.protocol.ice;

/**
 * What an agent makes of a STUN message.
 *
 * @param outcome why
 * @param replyBytes written to the reply buffer from index 0; 0: nothing is sent back
 */
public record StunReply(CheckOutcome outcome, int replyBytes) {}
