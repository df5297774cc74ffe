package io.banyan.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.id.ConnectionId;
import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.signal.v1.ClientInfo;
import io.banyan.protocol.signal.v1.ClientMessage;
import io.banyan.protocol.signal.v1.Error;
import io.banyan.protocol.signal.v1.Join;
import io.banyan.protocol.signal.v1.Joined;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.Resume;
import io.banyan.protocol.signal.v1.Resumed;
import io.banyan.protocol.signal.v1.RosterChanged;
import io.banyan.protocol.signal.v1.RosterVersion;
import io.banyan.protocol.signal.v1.ServerMessage;
import io.banyan.protocol.signal.v1.SlotRequest;
import io.banyan.protocol.signal.v1.TrackOffer;
import io.banyan.protocol.signal.v1.TrackSource;
import io.banyan.protocol.signal.v1.UpdateSlots;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.jspecify.annotations.Nullable;

/** One connection of a client at one node, and what a client knows. */
final class TestClient {
    private static final AtomicInteger REQUESTS = new AtomicInteger();

    final TestNode node;
    final ConnectionId connection = ConnectionId.random();
    final String room;
    final TestProbe<ToClient> probe;
    /** Who is there, as told. */
    final Map<String, Participant> roster = new LinkedHashMap<>();

    RosterVersion version = RosterVersion.getDefaultInstance();
    volatile String session = "";
    String resumeToken = "";
    long received;

    TestClient(TestNode node, String room) {
        this.node = node;
        this.room = room;
        probe = node.kit.createTestProbe(ToClient.class);
    }

    TokenGrants grants(String identity) {
        return new TokenGrants(
                new RoomId(new TenantId("t"), room),
                new Identity(identity),
                "",
                Map.of(),
                Set.of(
                        TrackSource.TRACK_SOURCE_MICROPHONE,
                        TrackSource.TRACK_SOURCE_CAMERA,
                        TrackSource.TRACK_SOURCE_SCREEN),
                true,
                true,
                false,
                0,
                Set.of(),
                Long.MAX_VALUE);
    }

    static Join join(Offers offer, TrackOffer... tracks) {
        return Join.newBuilder()
                .setOffer(offer.toSdp())
                .setDisplayName("name")
                .addAllTracks(List.of(tracks))
                .setClient(ClientInfo.newBuilder().setCanMakeKeyFrames(true))
                .build();
    }

    static TrackOffer track(String mid, TrackSource source) {
        return TrackOffer.newBuilder()
                .setClientTrackId("my-" + mid)
                .setMid(mid)
                .setSource(source)
                .build();
    }

    static Join usualJoin() {
        return join(
                Offers.usual(),
                track("mic", TrackSource.TRACK_SOURCE_MICROPHONE),
                track("cam", TrackSource.TRACK_SOURCE_CAMERA));
    }

    void ask(TokenGrants grants, Join join, String requestId) {
        node.control.join(new JoinRequest(grants, join, requestId, connection, probe.ref()));
    }

    /** Joins and waits for the answer. */
    Joined joins(String identity) {
        return joins(grants(identity), usualJoin(), nextId());
    }

    Joined joins(TokenGrants grants, Join join, String requestId) {
        ask(grants, join, requestId);
        ServerMessage reply = next(ServerMessage::hasJoined);
        assertThat(reply.getRequestId()).isEqualTo(requestId);
        Joined joined = reply.getJoined();
        resumeToken = joined.getResumeToken();
        session = joined.getSessionId();
        joined.getRoster().getParticipantsList().forEach(one -> roster.put(one.getParticipantId(), one));
        version = joined.getRoster().getVersion();
        return joined;
    }

    void asksToResume(TestClient before) {
        resumeToken = before.resumeToken;
        roster.putAll(before.roster);
        received = before.received;
        version = before.version;
        node.control.resume(new ResumeRequest(
                Resume.newBuilder()
                        .setResumeToken(before.resumeToken)
                        .setRosterVersion(before.version)
                        .setReceivedSequence(before.received)
                        .build(),
                "resume",
                connection,
                probe.ref()));
    }

    Resumed resumes(TestClient before) {
        asksToResume(before);
        Resumed resumed = next(ServerMessage::hasResumed).getResumed();
        resumeToken = resumed.getResumeToken();
        if (resumed.hasRoster()) {
            roster.clear();
            resumed.getRoster().getParticipantsList().forEach(one -> roster.put(one.getParticipantId(), one));
        } else {
            onRoster(resumed.getRosterChanged());
        }
        return resumed;
    }

    String says(ClientMessage.Builder message) {
        String id = message.getRequestId().isEmpty() ? nextId() : message.getRequestId();
        node.control
                .connections()
                .tell(new FromClient(connection, message.setRequestId(id).build()));
        return id;
    }

    /** Asks for something and waits for its reply. */
    ServerMessage asks(ClientMessage.Builder message) {
        String id = says(message);
        return next(reply -> reply.getRequestId().equals(id));
    }

    ServerMessage shows(SlotRequest... slots) {
        return asks(ClientMessage.newBuilder()
                .setUpdateSlots(UpdateSlots.newBuilder().addAllSlots(List.of(slots))));
    }

    static SlotRequest slot(String mid, String track) {
        return SlotRequest.newBuilder().setMid(mid).setTrackId(track).build();
    }

    void isGone(boolean cleanly) {
        node.control.connections().tell(new ClientGone(connection, cleanly));
    }

    /** The next message that is as wanted; others before it are taken note of. */
    ServerMessage next(Predicate<ServerMessage> wanted) {
        while (true) {
            if (probe.receiveMessage(TestNode.PATIENCE) instanceof ToClient.Deliver(var message)) {
                received = Math.max(received, message.getSequence());
                if (message.hasRosterChanged()) {
                    onRoster(message.getRosterChanged());
                }
                if (wanted.test(message)) {
                    return message;
                }
            } else {
                throw new AssertionError("closed before the message came");
            }
        }
    }

    Error nextError() {
        return next(ServerMessage::hasError).getError();
    }

    /** Waits until the roster is as wanted. */
    void seesUntil(Predicate<Map<String, Participant>> wanted) {
        while (!wanted.test(roster)) {
            next(ServerMessage::hasRosterChanged);
        }
    }

    /** Waits until the roster's version is as wanted. */
    void seesVersionUntil(Predicate<RosterVersion> wanted) {
        while (!wanted.test(version)) {
            next(ServerMessage::hasRosterChanged);
        }
    }

    @Nullable
    Participant sees(String identity) {
        return roster.values().stream()
                .filter(one -> one.getIdentity().equals(identity))
                .findFirst()
                .orElse(null);
    }

    /** Waits until somebody is there and as wanted. */
    Participant seesUntil(String identity, Predicate<Participant> wanted) {
        while (true) {
            Participant one = sees(identity);
            if (one != null && wanted.test(one)) {
                return one;
            }
            next(ServerMessage::hasRosterChanged);
        }
    }

    /** A track's id, of somebody who publishes it. */
    String trackOf(String identity, TrackSource source) {
        Function<Participant, String> find = one -> one.getTracksList().stream()
                .filter(track -> track.getSource() == source)
                .findFirst()
                .orElseThrow()
                .getTrackId();
        return find.apply(seesUntil(identity, one -> one.getTracksCount() > 0));
    }

    ToClient.Close nextClose() {
        while (true) {
            if (probe.receiveMessage(TestNode.PATIENCE) instanceof ToClient.Close close) {
                return close;
            }
        }
    }

    private void onRoster(RosterChanged changed) {
        if (!changed.getSessionId().isEmpty()) {
            session = changed.getSessionId();
        }
        version = changed.getVersion();
        changed.getUpsertedList().forEach(one -> roster.put(one.getParticipantId(), one));
        changed.getGoneList().forEach(one -> roster.remove(one.getParticipantId()));
    }

    private static String nextId() {
        return "r" + REQUESTS.incrementAndGet();
    }
}
