/**
 * What nobody should send: floods of bad datagrams and clients that break the signalling's rules. Everything is seeded
 * and bounded; nothing here judges how the node bears it.
 */
@NullMarked
package io.banyan.loadtest.hostile;

import org.jspecify.annotations.NullMarked;
