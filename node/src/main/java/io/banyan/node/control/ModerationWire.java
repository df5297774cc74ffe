package io.banyan.node.control;

import io.banyan.protocol.id.Identity;
import io.banyan.protocol.signal.v1.Moderate;
import io.banyan.protocol.signal.v1.TrackSource;
import io.banyan.protocol.wire.v1.KickIdentity;
import io.banyan.protocol.wire.v1.PromoteIdentity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a client asks to decide about a room, as the room's authority is asked. */
final class ModerationWire {
    /** As long as decisions are kept at all. */
    private static final long MAX_BAN_SECONDS = TimeUnit.DAYS.toSeconds(30);

    /** More than there are. */
    private static final int MAX_SOURCES = 16;

    private ModerationWire() {}

    /** Empty if it is against a rule; room and request id are left to whoever asks. */
    static Optional<io.banyan.protocol.wire.v1.Moderate.Builder> of(Moderate request) {
        io.banyan.protocol.wire.v1.Moderate.Builder decision = io.banyan.protocol.wire.v1.Moderate.newBuilder();
        switch (request.getActionCase()) {
            case KICK -> {
                long banSeconds = Integer.toUnsignedLong(request.getKick().getBanSeconds());
                if (banSeconds > MAX_BAN_SECONDS
                        || !isIdentity(request.getKick().getIdentity())) {
                    return Optional.empty();
                }
                decision.setKick(KickIdentity.newBuilder()
                        .setIdentity(request.getKick().getIdentity())
                        .setBanMillis(TimeUnit.SECONDS.toMillis(banSeconds)));
            }
            case END -> decision.setEnd(true);
            case PROMOTE -> {
                if (!isIdentity(request.getPromote().getIdentity())
                        || request.getPromote().getPublishCount() > MAX_SOURCES) {
                    return Optional.empty();
                }
                decision.setPromote(PromoteIdentity.newBuilder()
                        .setIdentity(request.getPromote().getIdentity())
                        .addAllPublish(known(request.getPromote().getPublishList())));
            }
            case LOCK -> decision.setLock(request.getLock());
            case ACTION_NOT_SET -> {
                return Optional.empty();
            }
        }
        return Optional.of(decision);
    }

    /** Those sources of a list that this version knows. */
    static List<TrackSource> known(List<TrackSource> sources) {
        return sources.stream()
                .filter(source -> source != TrackSource.UNRECOGNIZED && source != TrackSource.TRACK_SOURCE_UNSPECIFIED)
                .distinct()
                .toList();
    }

    private static boolean isIdentity(String text) {
        try {
            return !new Identity(text).value().isEmpty();
        } catch (IllegalArgumentException notAnIdentity) {
            return false;
        }
    }
}
