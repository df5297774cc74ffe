/**
 * What a subscriber is sent and when: the split of its bandwidth, the pacer's budget, report schedules. Numbers and time;
 * nothing that sends.
 */
@NullMarked
package io.banyan.node.media.send;

import org.jspecify.annotations.NullMarked;
