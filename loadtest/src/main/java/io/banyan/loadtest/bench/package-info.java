/**
 * The benchmark's command: starts a node as a child process, plays the scenarios on it and reports their figures. What
 * is measured, and how, belongs to the scenarios.
 */
@NullMarked
package io.banyan.loadtest.bench;

import org.jspecify.annotations.NullMarked;
