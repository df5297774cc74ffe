/**
 * Streams between the nodes of different regions: TCP and TLS by Pekko Streams, opened on demand, and the actor that owns
 * them. Says nothing of rooms: what a frame means is for whoever listens.
 */
@NullMarked
package io.banyan.node.mesh.stream;

import org.jspecify.annotations.NullMarked;
