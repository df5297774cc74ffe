/**
 * How long ways between regions are: round trips from heartbeats, what regions say of theirs, network coordinates for
 * pairs that nobody measured. Pure: no threads, no clock, no addresses.
 */
@NullMarked
package io.banyan.node.mesh.measure;

import org.jspecify.annotations.NullMarked;
