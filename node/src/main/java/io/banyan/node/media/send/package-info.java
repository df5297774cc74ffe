/**
 * When a stream may or must send: report schedules now, the pacer later. Pure time; nothing that sends.
 */
@NullMarked
package io.banyan.node.media.send;

import org.jspecify.annotations.NullMarked;
