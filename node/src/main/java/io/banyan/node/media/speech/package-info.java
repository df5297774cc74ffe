/**
 * Who speaks, by the levels that packets of sound state, and who of many talkers has one of a few places. Pure: tracks,
 * slots and links are not known here.
 */
@NullMarked
package io.banyan.node.media.speech;

import org.jspecify.annotations.NullMarked;
