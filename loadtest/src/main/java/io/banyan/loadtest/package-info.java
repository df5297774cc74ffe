/**
 * The load tests' entry: one command line. Nothing else lives here.
 */
@NullMarked
package io.banyan.loadtest;

import org.jspecify.annotations.NullMarked;
