/**
 * What a media loop counts on its way: plain numbers of one thread. Nothing that decides anything, nothing that is
 * shared between threads.
 */
@NullMarked
package io.banyan.node.media.count;

import org.jspecify.annotations.NullMarked;
