package io.banyan.node.control;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.wire.v1.ResumeToken;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The resume tokens of one participant. Each is good for one resume. The one before stays good until the client has said
 * something on its new connection: the reply with the new one may have been lost. Owned by one actor.
 */
final class ResumeTokens {
    private static final int SECRET_BYTES = 16;
    /** A room's name may have 128 characters of 4 bytes; Base64 takes a third more. */
    private static final int MAX_CHARS = 1_024;

    private final ResumeToken place;
    private final SecureRandom random;
    private ByteString current = ByteString.EMPTY;
    private ByteString previous = ByteString.EMPTY;

    ResumeTokens(NodeId node, long incarnation, RoomId room, ParticipantId participant, SecureRandom random) {
        this.random = random;
        place = ResumeToken.newBuilder()
                .setNode(node.toString())
                .setIncarnation(incarnation)
                .setRoom(room.toString())
                .setParticipantId(participant.value())
                .build();
    }

    /** A new token, opaque to the client. */
    String next() {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        previous = current;
        current = ByteString.copyFrom(secret);
        byte[] token = place.toBuilder().setSecret(current).build().toByteArray();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** Whether a client may resume with this. Takes as long whatever the secret is. */
    boolean accepts(ResumeToken token) {
        boolean isCurrent = matches(current, token.getSecret());
        boolean isPrevious = matches(previous, token.getSecret());
        return isCurrent || isPrevious;
    }

    /** The client has the newest token. */
    void onNewestReceived() {
        previous = ByteString.EMPTY;
    }

    private static boolean matches(ByteString expected, ByteString actual) {
        return MessageDigest.isEqual(expected.toByteArray(), actual.toByteArray()) && !expected.isEmpty();
    }

    /** What a client's token says, if it is one; whether it is good only the participant's owner knows. */
    static Optional<ResumeToken> read(String token) {
        if (token.isEmpty() || token.length() > MAX_CHARS) {
            return Optional.empty();
        }
        try {
            ResumeToken read = ResumeToken.parseFrom(Base64.getUrlDecoder().decode(token));
            NodeId.parse(read.getNode());
            RoomId.parse(read.getRoom());
            return Optional.of(read);
        } catch (IllegalArgumentException | InvalidProtocolBufferException notAToken) {
            return Optional.empty();
        }
    }
}
