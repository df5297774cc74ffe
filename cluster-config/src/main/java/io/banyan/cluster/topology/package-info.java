/**
 * The topology document: which regions exist, where they are and how this node reaches them, read anew while the node
 * runs. Values and one polling thread; nobody is connected to here.
 */
@NullMarked
package io.banyan.cluster.topology;

import org.jspecify.annotations.NullMarked;
