package io.banyan.node.mesh;

/** Counts what was refused. */
@FunctionalInterface
public interface Refusals {
    void count(MeshRefusal reason);
}
