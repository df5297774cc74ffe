/**
 * The mesh in one thread and in virtual time, over the real state machines: what {@code ./banyan sim} runs. Everything that
 * happens follows from the seed; no clock, no socket and no thread is used here.
 */
@NullMarked
package io.banyan.node.sim;

import org.jspecify.annotations.NullMarked;
