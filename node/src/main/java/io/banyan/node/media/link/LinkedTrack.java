package io.banyan.node.media.link;

import io.banyan.node.media.receive.TrackReceiver;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.link.PathReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One track of a loop and the links that it goes out on, wherever it comes from. Owned by a media loop. */
public final class LinkedTrack {
    private final TrackReceiver receiver;
    private final List<LinkForwarder> children = new ArrayList<>();
    private List<PathReport.Hop> path;
    private LoudnessGate gate = LoudnessGate.OPEN;
    private Set<RegionId> regions = Set.of();
    private int changes;

    private LinkedTrack(TrackReceiver receiver, List<PathReport.Hop> path) {
        this.receiver = receiver;
        this.path = path;
    }

    /** One that is published on this loop. */
    public static LinkedTrack published(TrackReceiver receiver, NodeId here) {
        return new LinkedTrack(receiver, List.of(new PathReport.Hop(here, 0, 0)));
    }

    /** One that comes over links. */
    public static LinkedTrack remote(TrackReceiver receiver) {
        return new LinkedTrack(receiver, List.of());
    }

    /** The track ends here: its children wait for it to come back. */
    public void end() {
        List.copyOf(children).forEach(LinkForwarder::onTrackEnded);
    }

    /** What decides for children that want the track only while it is among the loudest. */
    public void setGate(LoudnessGate newGate) {
        gate = newGate;
    }

    /**
     * Where it may go; links to elsewhere end.
     *
     * @param allowed empty: everywhere
     */
    public void limit(Set<RegionId> allowed) {
        regions = allowed;
        List.copyOf(children).forEach(LinkForwarder::onLimit);
    }

    boolean mayGoTo(RegionId region) {
        return regions.isEmpty() || regions.contains(region);
    }

    LoudnessGate gate() {
        return gate;
    }

    public TrackReceiver receiver() {
        return receiver;
    }

    void add(LinkForwarder child) {
        children.add(child);
        receiver.addSink(child);
        changes++;
    }

    void remove(LinkForwarder child) {
        children.remove(child);
        receiver.removeSink(child);
        changes++;
    }

    /** A child serves others than before. */
    void onChildChanged() {
        changes++;
    }

    List<LinkForwarder> children() {
        return children;
    }

    /** Counts what may change the demand. */
    int changes() {
        return changes;
    }

    /** The nodes that it came by, from the origin to this one; empty while that is not known. */
    List<PathReport.Hop> path() {
        return path;
    }

    void setPath(List<PathReport.Hop> newPath) {
        path = newPath;
    }
}
