package io.banyan.node.control;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.banyan.node.mesh.authority.FactsWire;
import io.banyan.protocol.id.ConnectionId;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.Announce;
import io.banyan.protocol.wire.v1.Attached;
import io.banyan.protocol.wire.v1.Close;
import io.banyan.protocol.wire.v1.Deliver;
import io.banyan.protocol.wire.v1.Digest;
import io.banyan.protocol.wire.v1.FactsAgreed;
import io.banyan.protocol.wire.v1.FromRegion;
import io.banyan.protocol.wire.v1.ModerateAt;
import io.banyan.protocol.wire.v1.PartChanged;
import io.banyan.protocol.wire.v1.PartGone;
import io.banyan.protocol.wire.v1.PartLost;
import io.banyan.protocol.wire.v1.PlacesFound;
import io.banyan.protocol.wire.v1.RegisterAt;
import io.banyan.protocol.wire.v1.Withdraw;
import java.io.NotSerializableException;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Puts every {@link WireMessage} into its message of {@code banyan.wire.v1} and back. Manifests are part of the format:
 * they are never given to another message.
 */
public final class WireSerializer extends SerializerWithStringManifest {
    /** Part of the format too. Pekko's own are below 100. */
    private static final int IDENTIFIER = 7_301;

    private static final String ANNOUNCE = "ra";
    private static final String DIGEST = "rd";
    private static final String WITHDRAW = "rw";
    private static final String PART_CHANGED = "pc";
    private static final String PART_LOST = "pl";
    private static final String PART_GONE = "pg";
    private static final String PART_BACK = "pb";
    private static final String FACTS_AGREED = "pf";
    private static final String DECIDED = "pd";
    private static final String VIEWERS_ELSEWHERE = "pv";
    private static final String REPLACED = "px";
    private static final String TREES_TOLD = "pt";
    private static final String TREES_PLANNED = "rg";
    private static final String DECIDE = "rq";
    private static final String FRAME = "rf";
    private static final String PLACES = "rp";
    private static final String AUTHORITY_ANSWERED = "rt";
    private static final String REGISTER = "dr";
    private static final String ASK = "dq";
    private static final String DIRECTORY_PLACES = "dp";
    private static final String HEARTBEAT_HEARD = "mh";
    private static final String REANNOUNCE = "pr";
    private static final String RESUME_AT = "nr";
    private static final String HELLO = "nh";
    private static final String ATTACHED = "oa";
    private static final String DETACHED = "od";
    private static final String FROM_CLIENT = "cf";
    private static final String CLIENT_GONE = "cg";
    private static final String DELIVER = "td";
    private static final String CLOSE = "tc";

    private final ExtendedActorSystem system;

    /** Called by Pekko. */
    public WireSerializer(ExtendedActorSystem system) {
        this.system = system;
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return switch (message) {
            case RoomActor.Announce m -> ANNOUNCE;
            case RoomActor.Digest m -> DIGEST;
            case RoomActor.Withdraw m -> WITHDRAW;
            case FromRoom.PartChanged m -> PART_CHANGED;
            case FromRoom.PartLost m -> PART_LOST;
            case FromRoom.PartGone m -> PART_GONE;
            case FromRoom.PartBack m -> PART_BACK;
            case FromRoom.FactsAgreed m -> FACTS_AGREED;
            case FromRoom.Decided m -> DECIDED;
            case FromRoom.ViewersElsewhere m -> VIEWERS_ELSEWHERE;
            case FromRoom.Replaced m -> REPLACED;
            case FromRoom.TreesTold m -> TREES_TOLD;
            case RoomActor.TreesPlanned m -> TREES_PLANNED;
            case RoomActor.Decide m -> DECIDE;
            case RoomActor.Frame m -> FRAME;
            case RoomActor.Places m -> PLACES;
            case RoomActor.AuthorityAnswered m -> AUTHORITY_ANSWERED;
            case DirectoryActor.Register m -> REGISTER;
            case DirectoryActor.Ask m -> ASK;
            case DirectoryActor.Places m -> DIRECTORY_PLACES;
            case RegionMesh.HeartbeatHeard m -> HEARTBEAT_HEARD;
            case FromRoom.Reannounce m -> REANNOUNCE;
            case ResumeAt m -> RESUME_AT;
            case Hello m -> HELLO;
            case OwnerReply.Attached m -> ATTACHED;
            case OwnerReply.Detached m -> DETACHED;
            case FromClient m -> FROM_CLIENT;
            case ClientGone m -> CLIENT_GONE;
            case ToClient.Deliver m -> DELIVER;
            case ToClient.Close m -> CLOSE;
            default -> throw new IllegalArgumentException("no wire message: " + message.getClass());
        };
    }

    @Override
    public byte[] toBinary(Object message) {
        return toProto(message).toByteArray();
    }

    private MessageLite toProto(Object message) {
        return switch (message) {
            case RoomActor.Announce m ->
                Announce.newBuilder()
                        .setEntries(m.entries())
                        .setSession(WireParts.toProto(m.session()))
                        .addAllAllowed(m.allowed().toProto())
                        .setPart(text(m.part()))
                        .build();
            case RoomActor.Digest m ->
                Digest.newBuilder()
                        .setNode(m.node().toString())
                        .addAllKnown(WireParts.toProto(m.known()))
                        .setSession(WireParts.toProto(m.session()))
                        .addAllAllowed(m.allowed().toProto())
                        .setPart(text(m.part()))
                        .build();
            case RoomActor.Withdraw m ->
                Withdraw.newBuilder()
                        .setNode(m.node().toString())
                        .setIncarnation(m.incarnation())
                        .setEntries(m.entries())
                        .setPart(text(m.part()))
                        .build();
            case RoomActor.Decide m ->
                io.banyan.protocol.wire.v1.Decide.newBuilder()
                        .setRequest(m.request())
                        .setPart(text(m.part()))
                        .build();
            case RoomActor.Frame m ->
                FromRegion.newBuilder()
                        .setRegion(m.from().value())
                        .setFrame(m.frame())
                        .build();
            case RoomActor.Places m ->
                PlacesFound.newBuilder()
                        .setRegion(m.from().value())
                        .setPlaces(m.places())
                        .build();
            case RoomActor.AuthorityAnswered m ->
                io.banyan.protocol.wire.v1.AuthorityAnswered.newBuilder()
                        .setRegion(m.from().value())
                        .setAnswer(m.answer())
                        .build();
            case DirectoryActor.Places m ->
                PlacesFound.newBuilder()
                        .setRegion(m.from().value())
                        .setPlaces(m.places())
                        .build();
            case DirectoryActor.Register m ->
                RegisterAt.newBuilder()
                        .setRegion(m.from().value())
                        .setRegister(m.register())
                        .build();
            case DirectoryActor.Ask m ->
                ModerateAt.newBuilder()
                        .setRegion(m.from().value())
                        .setRequest(m.request())
                        .build();
            case RegionMesh.HeartbeatHeard m ->
                io.banyan.protocol.wire.v1.HeartbeatHeard.newBuilder()
                        .setNode(m.node().toString())
                        .setHeartbeat(m.heartbeat())
                        .build();
            case FromRoom.PartChanged m -> WireParts.toProto(m);
            case FromRoom.PartBack m ->
                io.banyan.protocol.wire.v1.PartBack.newBuilder()
                        .setNode(m.node().toString())
                        .setIncarnation(m.incarnation())
                        .build();
            case FromRoom.FactsAgreed m ->
                FactsAgreed.newBuilder().setFacts(FactsWire.toProto(m.facts())).build();
            case FromRoom.Decided m ->
                io.banyan.protocol.wire.v1.Decided.newBuilder()
                        .setRequestId(m.requestId())
                        .build();
            case FromRoom.ViewersElsewhere m ->
                io.banyan.protocol.wire.v1.ViewersElsewhere.newBuilder()
                        .setCount(m.count())
                        .build();
            case FromRoom.Replaced m ->
                io.banyan.protocol.wire.v1.Replaced.newBuilder()
                        .setParticipantId(m.participant().value())
                        .build();
            case FromRoom.TreesTold m -> WireTrees.toProto(m);
            case RoomActor.TreesPlanned m -> WireTrees.toProto(m);
            case FromRoom.PartLost m ->
                PartLost.newBuilder()
                        .setNode(m.node().toString())
                        .setIncarnation(m.incarnation())
                        .build();
            case FromRoom.PartGone m ->
                PartGone.newBuilder()
                        .setNode(m.node().toString())
                        .setIncarnation(m.incarnation())
                        .build();
            case FromRoom.Reannounce m -> io.banyan.protocol.wire.v1.Reannounce.getDefaultInstance();
            case ResumeAt m ->
                io.banyan.protocol.wire.v1.ResumeAt.newBuilder()
                        .setToken(m.token())
                        .setRosterVersion(m.seen())
                        .setReceivedSequence(m.received())
                        .setRequestId(m.requestId())
                        .setConnectionId(m.link().id().value())
                        .setClient(text(m.link().client()))
                        .setConnection(text(m.link().connection()))
                        .build();
            case Hello m ->
                io.banyan.protocol.wire.v1.Hello.newBuilder()
                        .setNode(m.node().toString())
                        .setIncarnation(m.incarnation())
                        .setUrl(m.url())
                        .build();
            case OwnerReply.Attached m ->
                Attached.newBuilder().setParticipant(text(m.participant())).build();
            case OwnerReply.Detached m -> io.banyan.protocol.wire.v1.Detached.getDefaultInstance();
            case FromClient m ->
                io.banyan.protocol.wire.v1.FromClient.newBuilder()
                        .setConnectionId(m.connection().value())
                        .setMessage(m.message())
                        .build();
            case ClientGone m ->
                io.banyan.protocol.wire.v1.ClientGone.newBuilder()
                        .setConnectionId(m.connection().value())
                        .setCleanly(m.cleanly())
                        .build();
            case ToClient.Deliver m ->
                Deliver.newBuilder().setMessage(m.message()).build();
            case ToClient.Close m ->
                Close.newBuilder().setCode(m.code()).setReason(m.reason()).build();
            default -> throw new IllegalArgumentException("no wire message: " + message.getClass());
        };
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        try {
            return fromProto(ByteString.copyFrom(bytes), manifest);
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new NotSerializableException(manifest + ": " + e.getMessage());
        }
    }

    private Object fromProto(ByteString bytes, String manifest)
            throws InvalidProtocolBufferException, NotSerializableException {
        return switch (manifest) {
            case ANNOUNCE -> {
                Announce m = Announce.parseFrom(bytes);
                yield new RoomActor.Announce(
                        m.getEntries(),
                        WireParts.of(m.getSession()),
                        WireParts.allowed(m.getAllowedList()),
                        ref(m.getPart()));
            }
            case DIGEST -> {
                Digest m = Digest.parseFrom(bytes);
                yield new RoomActor.Digest(
                        NodeId.parse(m.getNode()),
                        WireParts.of(m.getKnownList()),
                        WireParts.of(m.getSession()),
                        WireParts.allowed(m.getAllowedList()),
                        ref(m.getPart()));
            }
            case WITHDRAW -> {
                Withdraw m = Withdraw.parseFrom(bytes);
                yield new RoomActor.Withdraw(
                        NodeId.parse(m.getNode()), m.getIncarnation(), m.getEntries(), ref(m.getPart()));
            }
            case DECIDE -> {
                var m = io.banyan.protocol.wire.v1.Decide.parseFrom(bytes);
                yield new RoomActor.Decide(m.getRequest(), ref(m.getPart()));
            }
            case FRAME -> {
                FromRegion m = FromRegion.parseFrom(bytes);
                yield new RoomActor.Frame(new RegionId(m.getRegion()), m.getFrame());
            }
            case PLACES -> {
                PlacesFound m = PlacesFound.parseFrom(bytes);
                yield new RoomActor.Places(new RegionId(m.getRegion()), m.getPlaces());
            }
            case AUTHORITY_ANSWERED -> {
                var m = io.banyan.protocol.wire.v1.AuthorityAnswered.parseFrom(bytes);
                yield new RoomActor.AuthorityAnswered(new RegionId(m.getRegion()), m.getAnswer());
            }
            case DIRECTORY_PLACES -> {
                PlacesFound m = PlacesFound.parseFrom(bytes);
                yield new DirectoryActor.Places(new RegionId(m.getRegion()), m.getPlaces());
            }
            case REGISTER -> {
                RegisterAt m = RegisterAt.parseFrom(bytes);
                yield new DirectoryActor.Register(new RegionId(m.getRegion()), m.getRegister());
            }
            case ASK -> {
                ModerateAt m = ModerateAt.parseFrom(bytes);
                yield new DirectoryActor.Ask(new RegionId(m.getRegion()), m.getRequest());
            }
            case HEARTBEAT_HEARD -> {
                var m = io.banyan.protocol.wire.v1.HeartbeatHeard.parseFrom(bytes);
                yield new RegionMesh.HeartbeatHeard(NodeId.parse(m.getNode()), m.getHeartbeat());
            }
            case PART_CHANGED -> {
                PartChanged m = PartChanged.parseFrom(bytes);
                yield new FromRoom.PartChanged(WireParts.of(m.getUpdate()), WireParts.mediaOf(m));
            }
            case PART_BACK -> {
                var m = io.banyan.protocol.wire.v1.PartBack.parseFrom(bytes);
                yield new FromRoom.PartBack(NodeId.parse(m.getNode()), m.getIncarnation());
            }
            case FACTS_AGREED ->
                new FromRoom.FactsAgreed(
                        FactsWire.ofOwn(FactsAgreed.parseFrom(bytes).getFacts()));
            case DECIDED ->
                new FromRoom.Decided(
                        io.banyan.protocol.wire.v1.Decided.parseFrom(bytes).getRequestId());
            case VIEWERS_ELSEWHERE ->
                new FromRoom.ViewersElsewhere(io.banyan.protocol.wire.v1.ViewersElsewhere.parseFrom(bytes)
                        .getCount());
            case REPLACED ->
                new FromRoom.Replaced(new ParticipantId(
                        io.banyan.protocol.wire.v1.Replaced.parseFrom(bytes).getParticipantId()));
            case TREES_TOLD -> WireTrees.of(io.banyan.protocol.wire.v1.TreesTold.parseFrom(bytes));
            case TREES_PLANNED -> WireTrees.of(io.banyan.protocol.wire.v1.TreesPlanned.parseFrom(bytes));
            case PART_LOST -> {
                PartLost m = PartLost.parseFrom(bytes);
                yield new FromRoom.PartLost(NodeId.parse(m.getNode()), m.getIncarnation());
            }
            case PART_GONE -> {
                PartGone m = PartGone.parseFrom(bytes);
                yield new FromRoom.PartGone(NodeId.parse(m.getNode()), m.getIncarnation());
            }
            case REANNOUNCE -> FromRoom.Reannounce.INSTANCE;
            case RESUME_AT -> {
                var m = io.banyan.protocol.wire.v1.ResumeAt.parseFrom(bytes);
                ClientLink link = new ClientLink(
                        new ConnectionId(m.getConnectionId()), ref(m.getClient()), ref(m.getConnection()));
                yield new ResumeAt(m.getToken(), m.getRosterVersion(), m.getReceivedSequence(), m.getRequestId(), link);
            }
            case HELLO -> {
                var m = io.banyan.protocol.wire.v1.Hello.parseFrom(bytes);
                yield new Hello(NodeId.parse(m.getNode()), m.getIncarnation(), m.getUrl());
            }
            case ATTACHED ->
                new OwnerReply.Attached(ref(Attached.parseFrom(bytes).getParticipant()));
            case DETACHED -> OwnerReply.Detached.INSTANCE;
            case FROM_CLIENT -> {
                var m = io.banyan.protocol.wire.v1.FromClient.parseFrom(bytes);
                yield new FromClient(new ConnectionId(m.getConnectionId()), m.getMessage());
            }
            case CLIENT_GONE -> {
                var m = io.banyan.protocol.wire.v1.ClientGone.parseFrom(bytes);
                yield new ClientGone(new ConnectionId(m.getConnectionId()), m.getCleanly());
            }
            case DELIVER -> new ToClient.Deliver(Deliver.parseFrom(bytes).getMessage());
            case CLOSE -> {
                Close m = Close.parseFrom(bytes);
                yield new ToClient.Close(m.getCode(), m.getReason());
            }
            default -> throw new NotSerializableException("unknown manifest " + manifest);
        };
    }

    private String text(ActorRef<?> ref) {
        return resolver().toSerializationFormat(ref);
    }

    private <T> ActorRef<T> ref(String text) {
        return resolver().resolveActorRef(text);
    }

    // Not in the constructor: Pekko makes serializers before its extensions.
    private ActorRefResolver resolver() {
        return ActorRefResolver.get(Adapter.toTyped(system));
    }
}
