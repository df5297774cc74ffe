package io.banyan.node.mesh.part;

import org.jspecify.annotations.Nullable;

/**
 * What became of entries that arrived.
 *
 * @param update what changed, if they were taken
 */
public record PartMerge(Kind kind, @Nullable PartUpdate update) {
    public enum Kind {
        APPLIED,
        /** That state, or a later one, was there already. */
        KNOWN,
        /** Entries in between are missing, or a certificate: the whole part is wanted. */
        GAP,
        /** The rest follows. */
        WAITING,
        /** Not by the owner, or against a rule: counted. */
        REFUSED
    }

    static PartMerge of(Kind kind) {
        return new PartMerge(kind, null);
    }
}
