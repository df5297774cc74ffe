package io.banyan.node.mesh.tree;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.link.ParentReason;
import org.jspecify.annotations.Nullable;

/**
 * Where one node stands in a tree.
 *
 * @param backup takes over when the parent fails; its own way avoids the parent and this node. Null: there is none
 * @param delayMicros from the origin, as the plan reckons
 * @param why this parent
 */
public record Place(NodeId parent, @Nullable NodeId backup, int delayMicros, ParentReason why) {}
