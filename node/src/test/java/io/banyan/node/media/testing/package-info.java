/**
 * Publishers and subscribers made of bytes, for tests of the packet path. No tests here, and nothing that product code
 * sees.
 */
@NullMarked
package io.banyan.node.media.testing;

import org.jspecify.annotations.NullMarked;
