package io.banyan.node.media.link;

import io.banyan.node.media.receive.RelayedStream;
import io.banyan.protocol.link.Demand;
import io.banyan.protocol.link.KeyFrameWanted;
import io.banyan.protocol.link.PathReport;
import io.banyan.protocol.link.TrackKey;
import io.banyan.protocol.link.TrackState;
import java.util.ArrayList;
import java.util.List;

/** One track as one link brings it: what of it is demanded there, and under which names. Owned by a media loop. */
final class Feed {
    private final LinkIntake intake;
    private final TrackKey track;
    private final FeedListener listener;
    private RelayedStream[] streams = {};
    private int[] aliases = {};
    private boolean[] hasMedia = {};
    private List<Long> path = List.of();
    private int among;
    private boolean isUntold;
    private boolean isOver;

    Feed(LinkIntake intake, TrackKey track, FeedListener listener) {
        this.intake = intake;
        this.track = track;
        this.listener = listener;
    }

    TrackKey track() {
        return track;
    }

    Link link() {
        return intake.link();
    }

    boolean isOver() {
        return isOver;
    }

    /**
     * Says what is wanted from now on.
     *
     * @param wanted by encoding
     * @param newAmong only while the track is among so many of the loudest; 0: whatever
     * @param newPath this node and those that it serves
     */
    void demand(RelayedStream[] encodings, boolean[] wanted, int newAmong, List<Long> newPath, long nowNanos) {
        if (streams.length != encodings.length) {
            streams = encodings;
            aliases = new int[encodings.length];
            hasMedia = new boolean[encodings.length];
        }
        boolean isChanged = false;
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] == (aliases[i] != 0)) {
                continue;
            }
            isChanged = true;
            if (wanted[i]) {
                aliases[i] = intake.addAlias(this, streams[i]);
                hasMedia[i] = false;
                streams[i].begin();
            } else {
                intake.removeAlias(aliases[i]);
                aliases[i] = 0;
            }
        }
        isChanged |= isDemanding() && (among != newAmong || !path.equals(newPath));
        path = newPath;
        among = newAmong;
        isUntold |= isChanged;
        flush(nowNanos);
    }

    /** Tells the parent what it does not know yet, if the link is up and has room. */
    void flush(long nowNanos) {
        if (!isUntold || isOver || !link().isUp()) {
            return;
        }
        List<Demand.Encoding> encodings = new ArrayList<>();
        List<Demand.Resume> resumes = new ArrayList<>();
        for (int i = 0; i < aliases.length; i++) {
            RelayedStream stream = streams[i];
            encodings.add(new Demand.Encoding(stream.encoding().rid(), aliases[i]));
            if (aliases[i] != 0 && !hasMedia[i] && stream.canResume(nowNanos)) {
                int wireSeq = (int) stream.encoding().highestSeq() & 0xffff;
                resumes.add(new Demand.Resume(i, stream.lineage(), wireSeq));
            }
        }
        isUntold = !link().send(new Demand(track, intake.nextVersion(), encodings, path, resumes, among), nowNanos);
    }

    /** Asks once more for what was refused. */
    void repeat(long nowNanos) {
        isUntold = true;
        flush(nowNanos);
    }

    /** Whether anything is demanded. */
    boolean isDemanding() {
        for (int alias : aliases) {
            if (alias != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether everything that is demanded has begun to come. */
    boolean hasAllMedia() {
        for (int i = 0; i < aliases.length; i++) {
            if (aliases[i] != 0 && !hasMedia[i]) {
                return false;
            }
        }
        return isDemanding();
    }

    void askForKeyframe(int encoding, long nowNanos) {
        if (encoding < aliases.length && aliases[encoding] != 0) {
            boolean _ = link().send(new KeyFrameWanted(aliases[encoding]), nowNanos);
        }
    }

    /** Wants nothing any more. */
    void close(long nowNanos) {
        if (isOver) {
            return;
        }
        demand(streams, new boolean[streams.length], among, path, nowNanos);
        isOver = true;
        intake.close(this, nowNanos);
    }

    void onMedia(RelayedStream stream) {
        hasMedia[stream.encoding().index()] = true;
    }

    void onState(TrackState state, long nowNanos) {
        listener.onState(this, state, nowNanos);
    }

    void onPath(List<PathReport.Hop> hops, long nowNanos) {
        listener.onPath(this, hops, nowNanos);
    }

    void onLinkOver() {
        isOver = true;
        for (int i = 0; i < aliases.length; i++) {
            intake.removeAlias(aliases[i]);
            aliases[i] = 0;
        }
        listener.onFeedOver(this);
    }
}
