/**
 * A mesh of several regions on one machine: its nodes as processes, what they read, the emulated links between them, and
 * the means to break all of that. Knows no call.
 */
@NullMarked
package io.banyan.loadtest.mesh;

import org.jspecify.annotations.NullMarked;
