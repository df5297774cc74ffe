/**
 * RTCP as immutable values: reading and writing compound and reduced-size packets, and building the feedback messages
 * that need packing. When to send what, and what to do about it, is decided elsewhere.
 */
@NullMarked
package io.banyan.protocol.rtcp;

import org.jspecify.annotations.NullMarked;
