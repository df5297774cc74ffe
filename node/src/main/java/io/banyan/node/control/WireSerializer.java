package io.banyan.node.control;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.banyan.protocol.id.ConnectionId;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.wire.v1.Announce;
import io.banyan.protocol.wire.v1.Attached;
import io.banyan.protocol.wire.v1.Close;
import io.banyan.protocol.wire.v1.Deliver;
import io.banyan.protocol.wire.v1.Digest;
import io.banyan.protocol.wire.v1.PartChanged;
import io.banyan.protocol.wire.v1.PartGone;
import io.banyan.protocol.wire.v1.PartLost;
import io.banyan.protocol.wire.v1.SessionAgreed;
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
    private static final String SESSION_AGREED = "ps";
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
            case FromRoom.SessionAgreed m -> SESSION_AGREED;
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
                        .setUpdate(WireParts.toProto(m.update()))
                        .setSession(WireParts.toProto(m.session()))
                        .setPart(text(m.part()))
                        .build();
            case RoomActor.Digest m ->
                Digest.newBuilder()
                        .setNode(m.node().toString())
                        .addAllKnown(WireParts.toProto(m.known()))
                        .setSession(WireParts.toProto(m.session()))
                        .setPart(text(m.part()))
                        .build();
            case RoomActor.Withdraw m ->
                Withdraw.newBuilder()
                        .setNode(m.node().toString())
                        .setIncarnation(m.incarnation())
                        .setPart(text(m.part()))
                        .build();
            case FromRoom.PartChanged m ->
                PartChanged.newBuilder()
                        .setUpdate(WireParts.toProto(m.update()))
                        .build();
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
            case FromRoom.SessionAgreed m ->
                SessionAgreed.newBuilder()
                        .setSession(WireParts.toProto(m.session()))
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
                        WireParts.of(m.getUpdate()), WireParts.of(m.getSession()), ref(m.getPart()));
            }
            case DIGEST -> {
                Digest m = Digest.parseFrom(bytes);
                yield new RoomActor.Digest(
                        NodeId.parse(m.getNode()),
                        WireParts.of(m.getKnownList()),
                        WireParts.of(m.getSession()),
                        ref(m.getPart()));
            }
            case WITHDRAW -> {
                Withdraw m = Withdraw.parseFrom(bytes);
                yield new RoomActor.Withdraw(NodeId.parse(m.getNode()), m.getIncarnation(), ref(m.getPart()));
            }
            case PART_CHANGED ->
                new FromRoom.PartChanged(
                        WireParts.of(PartChanged.parseFrom(bytes).getUpdate()));
            case PART_LOST -> {
                PartLost m = PartLost.parseFrom(bytes);
                yield new FromRoom.PartLost(NodeId.parse(m.getNode()), m.getIncarnation());
            }
            case PART_GONE -> {
                PartGone m = PartGone.parseFrom(bytes);
                yield new FromRoom.PartGone(NodeId.parse(m.getNode()), m.getIncarnation());
            }
            case SESSION_AGREED ->
                new FromRoom.SessionAgreed(
                        WireParts.of(SessionAgreed.parseFrom(bytes).getSession()));
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
