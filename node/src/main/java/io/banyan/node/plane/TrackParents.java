package io.banyan.node.plane;

import io.banyan.protocol.link.ParentReason;
import org.jspecify.annotations.Nullable;

/**
 * Whom a remote track is taken from.
 *
 * @param parent where it comes from
 * @param backup where it is taken from as soon as the parent is silent; null: nowhere
 * @param why this parent
 */
public record TrackParents(MediaEndpoint parent, @Nullable MediaEndpoint backup, ParentReason why) {}
