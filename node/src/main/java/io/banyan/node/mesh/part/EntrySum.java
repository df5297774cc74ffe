package io.banyan.node.mesh.part;

import io.banyan.cluster.Rendezvous;

/** What a part's entries add up to ({@code PartEntry.sum} in mesh.proto). Pinned by golden values. */
final class EntrySum {
    private EntrySum() {}

    /**
     * @param key the participant's id, empty for the endpoint
     */
    static long of(String key, long counter) {
        return Rendezvous.mixed(key, counter);
    }
}
