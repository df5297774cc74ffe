/**
 * How well media flows to and from one participant: scores as people would give them, levels that do not flap. Pure
 * values and single-owner mechanisms; no actor and no clock comes in here.
 */
@NullMarked
package io.banyan.node.control.quality;

import org.jspecify.annotations.NullMarked;
