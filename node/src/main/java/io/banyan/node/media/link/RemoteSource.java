package io.banyan.node.media.link;

import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.RelayedStream;
import io.banyan.node.media.receive.TrackReceiver;
import io.banyan.node.media.receive.Upstream;
import io.banyan.node.plane.MediaEndpoint;
import io.banyan.node.plane.TrackParents;
import io.banyan.protocol.link.Demand;
import io.banyan.protocol.link.ParentReason;
import io.banyan.protocol.link.PathReport;
import io.banyan.protocol.link.TrackKey;
import io.banyan.protocol.link.TrackState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where a remote track comes from: asks its parent for exactly what is wanted here and behind the links from here, and
 * goes over to another parent without a break. Owned by a media loop.
 */
public final class RemoteSource implements Upstream, FeedListener {
    /** How soon a change of wishes goes up that no sink's coming or going told. */
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** A parent that refused may have learned better; control, which knows the tree, may not have said so everywhere. */
    private static final long REPEAT_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** So long the old parent sends on beside a new one that has nothing to send. */
    private static final long TAKEOVER_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** So long a parent that is full is left alone; then it is one like any that is heard. */
    private static final long FULL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int[] NOTHING = {};

    private final LinkTable links;
    private final LinkContext context;
    private final TrackKey key;
    private final LinkedTrack track;
    private final RelayedStream[] streams;
    private final boolean[] wanted;
    private final Failover failover = new Failover();
    private TrackParents parents;
    private @Nullable Feed current;
    private @Nullable Feed next;
    private @Nullable Feed settled;
    private long settledNanos;
    private long nextNanos;
    private long nextPollNanos;
    private long nextRepeatNanos;
    private int among;
    private boolean isRefused;
    private @Nullable Link full;
    private long fullNanos;
    private List<Long> below = List.of();
    private int seenChanges = -1;
    private int seenSinks = -1;

    RemoteSource(
            LinkTable links,
            LinkContext context,
            TrackKey key,
            LinkedTrack track,
            TrackParents parents,
            long nowNanos) {
        this.links = links;
        this.context = context;
        this.key = key;
        this.track = track;
        this.parents = parents;
        failover.reset(nowNanos);
        // Whoever looks first does not wait for a handshake.
        LinkIntake _ = links.intake(parents.parent(), nowNanos);
        List<EncodingReceiver> encodings = track.receiver().encodings();
        streams = new RelayedStream[encodings.size()];
        for (int i = 0; i < streams.length; i++) {
            streams[i] = new RelayedStream(encodings.get(i), context.drops());
        }
        wanted = new boolean[streams.length];
    }

    /** The track comes from elsewhere from now on; the present parent sends until the new one does. */
    public void move(TrackParents next, long nowNanos) {
        boolean isSame = next.parent().isSameLoop(parents.parent());
        parents = next;
        if (!isSame) {
            failover.reset(nowNanos);
            closeNext(nowNanos);
            isRefused = false;
            nextPollNanos = nowNanos;
            LinkIntake _ = links.intake(parents.parent(), nowNanos);
            onTick(nowNanos);
        }
    }

    /** The track began anew at its origin: nothing that comes from now on goes on with what came. */
    public void restart(long nowNanos) {
        closeAll(nowNanos);
        for (RelayedStream stream : streams) {
            stream.restart();
        }
        nextPollNanos = nowNanos;
    }

    /** The track is over. */
    public void end(long nowNanos) {
        closeAll(nowNanos);
        links.remove(this);
    }

    /** Whether anything of it is wanted here. */
    public boolean isWanted() {
        for (boolean one : wanted) {
            if (one) {
                return true;
            }
        }
        return false;
    }

    /** The way of the track up to here, empty while unknown. */
    public List<PathReport.Hop> path() {
        return isWanted() ? track.path() : List.of();
    }

    public TrackKey key() {
        return key;
    }

    void onTick(long nowNanos) {
        TrackReceiver receiver = track.receiver();
        if (current != null && parents.backup() != null && !current.link().isHeard(nowNanos)) {
            // Every moment until the backup sends is a gap.
            nextPollNanos = nowNanos;
        }
        boolean isChanged = seenChanges != track.changes() || seenSinks != receiver.sinkChanges();
        if (isChanged || nowNanos >= nextPollNanos) {
            if (seenChanges != track.changes()) {
                seenChanges = track.changes();
                below = below();
            }
            seenSinks = receiver.sinkChanges();
            nextPollNanos = nowNanos + POLL_NANOS;
            demand(nowNanos);
        }
        if (isWanted()) {
            for (EncodingReceiver encoding : receiver.encodings()) {
                // Nothing is asked for by its own number, but what is missing for too long needs a key frame.
                int _ = encoding.collectNacks(nowNanos, 0, NOTHING);
            }
            receiver.pollKeyframes(this, nowNanos);
        }
    }

    @Override
    public void askForKeyframe(EncodingReceiver encoding, long nowNanos) {
        if (current != null) {
            current.askForKeyframe(encoding.index(), nowNanos);
        }
        if (next != null) {
            next.askForKeyframe(encoding.index(), nowNanos);
        }
    }

    @Override
    public void onState(Feed feed, TrackState state, long nowNanos) {
        if (state.refusal() != TrackState.Refusal.NONE) {
            // An unknown track may become known there: then the parent says so by itself.
            isRefused |= state.refusal() != TrackState.Refusal.UNKNOWN_TRACK;
            nextRepeatNanos = nowNanos + REPEAT_NANOS;
            if (state.refusal() == TrackState.Refusal.NO_CAPACITY) {
                full = feed.link();
                fullNanos = nowNanos;
                nextPollNanos = nowNanos;
            }
            return;
        }
        full = feed.link() == full ? null : full;
        isRefused = false;
        List<EncodingReceiver> encodings = track.receiver().encodings();
        for (int i = 0; i < encodings.size(); i++) {
            int bit = 1 << i;
            encodings.get(i).presence().announce((state.aliveMask() & bit) != 0 && (state.pausedMask() & bit) == 0);
        }
        nextPollNanos = nowNanos;
    }

    @Override
    public void onPath(Feed feed, List<PathReport.Hop> hops, long nowNanos) {
        if (feed == current && hops.size() < PathReport.MAX_HOPS) {
            if (feed != settled) {
                settled = feed;
                settledNanos = nowNanos;
            }
            List<PathReport.Hop> own = new ArrayList<>(hops);
            own.add(feed.link().hop((int) TimeUnit.NANOSECONDS.toSeconds(nowNanos - settledNanos), why(feed)));
            track.setPath(own);
        }
    }

    private ParentReason why(Feed feed) {
        MediaEndpoint backup = parents.backup();
        if (feed.link().isTo(parents.parent().node())) {
            return parents.why();
        }
        return backup != null && feed.link().isTo(backup.node()) ? ParentReason.BACKUP : ParentReason.UNKNOWN;
    }

    @Override
    public void onFeedOver(Feed feed) {
        if (feed == current) {
            current = next;
            next = null;
        } else if (feed == next) {
            next = null;
        }
    }

    private void demand(long nowNanos) {
        boolean isAny = false;
        List<EncodingReceiver> encodings = track.receiver().encodings();
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = track.receiver().isWanted(encodings.get(i));
            isAny |= wanted[i];
        }
        among = track.receiver().wantedAmong(encodings.getFirst());
        if (!isAny) {
            closeAll(nowNanos);
            return;
        }
        choose(nowNanos);
        if (current != null) {
            current.demand(streams, wanted, among, below, nowNanos);
        }
        if (next != null) {
            next.demand(streams, wanted, among, below, nowNanos);
        }
        if (isRefused && nowNanos >= nextRepeatNanos) {
            nextRepeatNanos = nowNanos + REPEAT_NANOS;
            Feed newest = next != null ? next : current;
            if (newest != null) {
                newest.repeat(nowNanos);
            }
        }
    }

    /** Sees to it that there is a feed from the parent, and that an older one ends once that delivers. */
    private void choose(long nowNanos) {
        LinkIntake intake = preferred(nowNanos);
        if (intake != null && !comesFrom(current, intake) && !comesFrom(next, intake)) {
            closeNext(nowNanos);
            Feed fresh = intake.open(key, this);
            if (current == null) {
                current = fresh;
            } else {
                next = fresh;
                nextNanos = nowNanos;
            }
        }
        if (next != null && (next.hasAllMedia() || isSilentlyReady(next, nowNanos))) {
            Feed old = current;
            current = next;
            next = null;
            if (old != null) {
                old.close(nowNanos);
            }
        }
        if (intake != null && comesFrom(current, intake)) {
            closeNext(nowNanos);
        }
    }

    /** The parent's link, or while that is silent or full the backup's, which is kept ready all the time. */
    private @Nullable LinkIntake preferred(long nowNanos) {
        LinkIntake first = links.intake(parents.parent(), nowNanos);
        MediaEndpoint second = parents.backup();
        if (second == null) {
            return first;
        }
        LinkIntake ready = links.intake(second, nowNanos);
        if (ready != null) {
            ready.keep(nowNanos);
        }
        boolean isServed = first != null && canServe(first, nowNanos);
        if (first != null && failover.onBackup(isServed, nowNanos)) {
            first.keep(nowNanos);
        }
        boolean isReady = ready != null && canServe(ready, nowNanos);
        return failover.onBackup(isServed, nowNanos) && isReady ? ready : first;
    }

    private boolean canServe(LinkIntake intake, long nowNanos) {
        boolean isFull = intake.link() == full && nowNanos - fullNanos < FULL_NANOS;
        return intake.link().isHeard(nowNanos) && !isFull;
    }

    /** Whether the new parent serves, and only has nothing to send: nobody speaks into a muted microphone. */
    private boolean isSilentlyReady(Feed feed, long nowNanos) {
        return feed.link().isUp() && !isRefused && nowNanos - nextNanos > TAKEOVER_NANOS;
    }

    private static boolean comesFrom(@Nullable Feed feed, LinkIntake intake) {
        return feed != null && feed.link() == intake.link();
    }

    private void closeNext(long nowNanos) {
        if (next != null) {
            next.close(nowNanos);
            next = null;
        }
    }

    private void closeAll(long nowNanos) {
        closeNext(nowNanos);
        if (current != null) {
            current.close(nowNanos);
            current = null;
        }
    }

    /** This loop and whom it serves; those that serve many first, if there is no room for all. */
    private List<Long> below() {
        List<Long> keys = new ArrayList<>();
        keys.add(context.treeKey());
        track.children().stream()
                .map(child -> child.demand().path())
                .sorted(Comparator.<List<Long>>comparingInt(List::size).reversed())
                .flatMap(List::stream)
                .filter(one -> !keys.contains(one))
                .distinct()
                .limit(Demand.MAX_PATH - 1)
                .forEach(keys::add);
        return keys;
    }
}
