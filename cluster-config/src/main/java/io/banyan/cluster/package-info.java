/**
 * Which machines exist and how they find each other: settings and pure policy. No actors, no sockets.
 */
@NullMarked
package io.banyan.cluster;

import org.jspecify.annotations.NullMarked;
