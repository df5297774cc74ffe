/**
 * The node process: reads its settings, builds everything by hand in one place and starts it. The only package that sees
 * all others; no mechanism lives here.
 */
@NullMarked
package io.banyan.node;

import org.jspecify.annotations.NullMarked;
