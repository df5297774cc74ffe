/**
 * DTLS 1.2 over BouncyCastle: certificates, fingerprints, the handshake and the SRTP keys that come of it. The only
 * package of this module that may block, and the only one that may name BouncyCastle.
 */
@NullMarked
package io.banyan.protocol.dtls;

import org.jspecify.annotations.NullMarked;
