package io.banyan.node.control;

import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.rtp.CodecId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Owns one published track: who on this node gets it, whether it is muted, what has arrived of it. Lives as long as the
 * track; when it stops, its subscribers hear that the track ended. Child of its publisher.
 */
final class TrackActor {
    /** What its publisher and its subscribers say. */
    sealed interface Command {}

    /** Answered with {@link ParticipantActor.TrackMuted} if it is muted now, and whenever that changes. */
    record AddSubscription(SubscriptionId subscription, ActorRef<ParticipantMessage> subscriber) implements Command {}

    record RemoveSubscription(SubscriptionId subscription) implements Command {}

    record Mute(boolean muted) implements Command {}

    /** An encoding of it arrives. */
    record EncodingArrived(String rid, CodecId codec) implements Command {}

    /** The same for all subscriptions of one subscriber: it is watched once, with one message, and may come again. */
    private record SubscriberEnded(ActorRef<ParticipantMessage> subscriber) implements Command {}

    private enum ReportDue implements Command {
        INSTANCE
    }

    /** A publisher's layers start one after the other within this time: the roster changes once for all of them. */
    static final Duration REPORT_DELAY = Duration.ofMillis(200);

    private final TrackId track;
    private final ActorRef<ParticipantMessage> publisher;
    private final TimerScheduler<Command> timers;
    private final Map<SubscriptionId, ActorRef<ParticipantMessage>> fanOut = new HashMap<>();
    private final SeenCodecs seen;
    private boolean muted;

    private TrackActor(
            TrackId track,
            boolean muted,
            SeenCodecs seen,
            ActorRef<ParticipantMessage> publisher,
            TimerScheduler<Command> timers) {
        this.track = track;
        this.muted = muted;
        this.seen = seen;
        this.publisher = publisher;
        this.timers = timers;
    }

    /**
     * @param seen what has arrived of it before
     */
    static Behavior<Command> create(
            TrackId track, boolean muted, SeenCodecs seen, ActorRef<ParticipantMessage> publisher) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new TrackActor(track, muted, seen, publisher, timers).behavior(context)));
    }

    private Behavior<Command> behavior(ActorContext<Command> context) {
        return Behaviors.receive(Command.class)
                .onMessage(AddSubscription.class, command -> onAdd(context, command))
                .onMessage(RemoveSubscription.class, this::onRemove)
                .onMessage(SubscriberEnded.class, this::onSubscriberEnded)
                .onMessage(Mute.class, this::onMute)
                .onMessage(EncodingArrived.class, this::onEncoding)
                .onMessage(ReportDue.class, due -> onReportDue())
                .onSignal(PostStop.class, stop -> onStop())
                .build();
    }

    private Behavior<Command> onAdd(ActorContext<Command> context, AddSubscription command) {
        fanOut.put(command.subscription(), command.subscriber());
        context.watchWith(command.subscriber(), new SubscriberEnded(command.subscriber()));
        if (muted) {
            command.subscriber().tell(new ParticipantActor.TrackMuted(track, true));
        }
        return Behaviors.same();
    }

    private Behavior<Command> onRemove(RemoveSubscription command) {
        fanOut.remove(command.subscription());
        return Behaviors.same();
    }

    private Behavior<Command> onSubscriberEnded(SubscriberEnded command) {
        fanOut.values().removeIf(command.subscriber()::equals);
        return Behaviors.same();
    }

    private Behavior<Command> onMute(Mute command) {
        if (muted != command.muted()) {
            muted = command.muted();
            fanOut.values().forEach(subscriber -> subscriber.tell(new ParticipantActor.TrackMuted(track, muted)));
        }
        return Behaviors.same();
    }

    private Behavior<Command> onEncoding(EncodingArrived command) {
        if (seen.add(command.codec(), command.rid()) && !timers.isTimerActive(ReportDue.INSTANCE)) {
            timers.startSingleTimer(ReportDue.INSTANCE, REPORT_DELAY);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onReportDue() {
        publisher.tell(new ParticipantActor.TrackSeen(track, seen.toProto()));
        return Behaviors.same();
    }

    private Behavior<Command> onStop() {
        fanOut.values().forEach(subscriber -> subscriber.tell(new ParticipantActor.TrackEnded(track)));
        return Behaviors.same();
    }
}
