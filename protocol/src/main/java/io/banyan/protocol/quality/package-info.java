/** How people would judge what they hear, by ITU-T's models. What is measured, and what is told of it, is not here. */
@NullMarked
package io.banyan.protocol.quality;

import org.jspecify.annotations.NullMarked;
