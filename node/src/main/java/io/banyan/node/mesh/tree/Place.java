package io.banyan.node.mesh.tree;

import io.banyan.protocol.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Where one node stands in a tree.
 *
 * @param backup takes over when the parent fails; its own way avoids the parent and this node. Null: there is none
 * @param delayMicros from the origin, as the plan reckons
 */
public record Place(NodeId parent, @Nullable NodeId backup, int delayMicros) {}
