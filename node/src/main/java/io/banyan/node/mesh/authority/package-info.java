/**
 * What is decided about a room as a whole: who decides, in which term, and how decisions of two sides of a cut merge. Who is
 * in the room is no concern of this package.
 */
@NullMarked
package io.banyan.node.mesh.authority;

import org.jspecify.annotations.NullMarked;
