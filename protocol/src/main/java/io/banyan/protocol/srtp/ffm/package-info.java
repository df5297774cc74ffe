/**
 * AES and HMAC of native libraries by the foreign function interface (docs/adr/0010): keys, addresses and lengths, nothing
 * of SRTP. Callers have checked every address and length; no other package makes a downcall to a cipher.
 */
@NullMarked
package io.banyan.protocol.srtp.ffm;

import org.jspecify.annotations.NullMarked;
