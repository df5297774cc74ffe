package io.banyan.node.mesh.part;

import io.banyan.protocol.wire.v1.PartEntry;
import io.banyan.protocol.wire.v1.SignedEntry;

/**
 * An entry that was read; the signature is not part of that.
 *
 * @param signed as it came, to be passed on
 * @param key what it is about: a participant's id, empty for the endpoint and for the part's end
 * @param sum what it adds to the part's sum while it is left
 */
record OpenEntry(SignedEntry signed, PartEntry entry, String key, long sum) {
    static OpenEntry of(SignedEntry signed, PartEntry entry) {
        String key = switch (entry.getContentCase()) {
            case PARTICIPANT -> entry.getParticipant().getParticipant().getParticipantId();
            case GONE -> entry.getGone().getParticipantId();
            case ENDPOINT, ENDED, CONTENT_NOT_SET -> "";
        };
        return new OpenEntry(signed, entry, key, EntrySum.of(key, entry.getCounter()));
    }

    long counter() {
        return entry.getCounter();
    }

    /** Whether it says that something is there, rather than gone. */
    boolean isLive() {
        return entry.hasParticipant() || entry.hasEndpoint();
    }
}
