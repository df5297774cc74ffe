/**
 * STUN messages (RFC 8489): a view to read them, a writer to make them. No transactions and no ICE rules live here.
 */
@NullMarked
package io.banyan.protocol.stun;

import org.jspecify.annotations.NullMarked;
