/**
 * What is going on, for people who run the mesh: turns the loops' snapshots and the spine of facts into metrics and log
 * lines. The only package that knows Kamon; nothing that a call depends on lives here.
 */
@NullMarked
package io.banyan.node.telemetry;

import org.jspecify.annotations.NullMarked;
