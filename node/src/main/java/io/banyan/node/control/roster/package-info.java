/**
 * Who is in a room, as the union of what each node owns of it: versions, merging, differences, pages. Pure values and
 * single-owner mechanisms; no actor and no clock comes in here.
 */
@NullMarked
package io.banyan.node.control.roster;

import org.jspecify.annotations.NullMarked;
