/** What single mechanisms of the packet path cost, by JMH: nanoseconds and bytes of heap an operation. */
@NullMarked
package io.banyan.loadtest.mechanism;

import org.jspecify.annotations.NullMarked;
