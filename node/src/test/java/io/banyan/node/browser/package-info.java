/**
 * Calls of real browsers through a whole node in this process. Limits here are wide, so that a busy machine never fails
 * them: how good a call is, the benchmark says.
 */
@NullMarked
package io.banyan.node.browser;

import org.jspecify.annotations.NullMarked;
