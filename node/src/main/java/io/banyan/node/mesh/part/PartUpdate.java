package io.banyan.node.mesh.part;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.ParticipantGone;
import java.util.List;

/**
 * What changed in a node's part of a room between two of its states, or the whole part.
 *
 * @param from counter of the state that it changes; 0: none, {@code upserted} is the whole part
 * @param to counter of the state that it leads to
 * @param upserted whole participants, new or replacing what was known
 */
public record PartUpdate(
        NodeId node, long incarnation, long from, long to, List<Participant> upserted, List<ParticipantGone> gone) {
    public PartUpdate {
        upserted = List.copyOf(upserted);
        gone = List.copyOf(gone);
    }

    /** Whether it needs no earlier state. */
    public boolean isWhole() {
        return from == 0;
    }

    /** The state that it leads to. */
    public PartStamp stamp() {
        return new PartStamp(node, incarnation, to);
    }
}
