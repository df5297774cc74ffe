/**
 * What was measured and on what machine, as a table for people and as JSON for programs. Nothing is measured here.
 */
@NullMarked
package io.banyan.loadtest.report;

import org.jspecify.annotations.NullMarked;
