/**
 * The border between the two planes: what control may ask of media, what media reports back, and the spine of facts
 * that everything else reads. Records, enums and small interfaces only; no mechanism lives here.
 */
@NullMarked
package io.banyan.node.plane;

import org.jspecify.annotations.NullMarked;
