package io.banyan.node.control;

import io.banyan.protocol.id.SessionId;
import io.banyan.protocol.signal.v1.Grants;
import io.banyan.protocol.signal.v1.GrantsChanged;
import io.banyan.protocol.signal.v1.Joined;
import io.banyan.protocol.signal.v1.Resumed;
import io.banyan.protocol.signal.v1.Roster;
import io.banyan.protocol.signal.v1.RosterChanged;
import io.banyan.protocol.signal.v1.ServerMessage;
import io.banyan.protocol.signal.v1.SlotAssigned;
import java.util.List;

/** What a client is answered that comes, or comes back. Pure functions. */
final class JoinReplies {
    private JoinReplies() {}

    /** All of it but what comes of the offer. */
    static Joined.Builder joined(
            ControlContext control,
            ParticipantSeat seat,
            SessionId session,
            ClientLink link,
            String resumeToken,
            Role role,
            Roster roster) {
        TokenGrants grants = seat.grants();
        return Joined.newBuilder()
                .setParticipantId(seat.id().value())
                .setSessionId(session.value())
                .setConnectionId(link.id().value())
                .setResumeToken(resumeToken)
                .setResumeSeconds(
                        Math.toIntExact(control.settings().reconnectTimeout().toSeconds()))
                .setRoster(roster)
                .addAllAlternatives(control.alternatives().urls())
                .setRegion(control.node().region().value())
                .setNode(control.node().name())
                .setNodeTimeMillis(control.clock().millis())
                .setIdentity(grants.identity().value())
                .setGrants(grants(grants, role));
    }

    private static Grants.Builder grants(TokenGrants grants, Role role) {
        return Grants.newBuilder()
                .addAllPublish(role.publish().stream().sorted().toList())
                .setSubscribe(grants.subscribe())
                .setUpdateSelf(grants.updateSelf())
                .setAdmin(grants.admin());
    }

    /** What somebody may do changed. */
    static ServerMessage.Builder grantsChanged(TokenGrants grants, Role role) {
        return ServerMessage.newBuilder()
                .setGrantsChanged(GrantsChanged.newBuilder().setGrants(grants(grants, role)));
    }

    static ServerMessage.Builder resumed(
            ParticipantActor.ResumeHere command, String resumeToken, SessionId session, List<SlotAssigned> slots) {
        ResumeAt resume = command.resume();
        Resumed.Builder resumed = Resumed.newBuilder()
                .setConnectionId(resume.link().id().value())
                .setResumeToken(resumeToken)
                .addAllSlots(slots)
                .setNextSequence(resume.received() + 1);
        command.missed()
                .ifPresentOrElse(
                        missed -> resumed.setRosterChanged(missed.toBuilder().setSessionId(session.value())),
                        () -> resumed.setRoster(command.whole()));
        return ServerMessage.newBuilder().setRequestId(resume.requestId()).setResumed(resumed);
    }

    /** Of a room whose session turned out to be an older one. */
    static ServerMessage.Builder sessionChanged(Roster roster, SessionId session) {
        return ServerMessage.newBuilder()
                .setRosterChanged(RosterChanged.newBuilder()
                        .setVersion(roster.getVersion())
                        .setUnlistedCount(roster.getUnlistedCount())
                        .setSessionId(session.value()));
    }
}
