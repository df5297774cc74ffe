/** What people see and hear of what arrives: models of a browser's buffers, pure, with time as an argument. */
@NullMarked
package io.banyan.loadtest.playout;

import org.jspecify.annotations.NullMarked;
