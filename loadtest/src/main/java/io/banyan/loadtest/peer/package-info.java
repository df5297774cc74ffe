/**
 * Peers without a browser: they join by the real signalling, publish made-up media over real sockets and verify every
 * packet that comes back. What a node looks like inside is not known here.
 */
@NullMarked
package io.banyan.loadtest.peer;

import org.jspecify.annotations.NullMarked;
