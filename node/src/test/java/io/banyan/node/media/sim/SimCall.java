package io.banyan.node.media.sim;

import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.RemoteTrack;
import io.banyan.node.plane.SlotWish;
import io.banyan.node.plane.TrackParents;
import io.banyan.node.plane.TrackSpec;
import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.link.ParentReason;
import io.banyan.protocol.rtp.MediaKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call of one publisher with microphone and camera and of subscribers who see and hear it. */
final class SimCall {
    static final int AUDIO_CSRC = 0xA0D10;
    static final int VIDEO_CSRC = 0x71DE0;
    /** 250 ms of audio. */
    static final int STARTING_PACKETS = 13;

    /** A subscriber and what arrives on its pair of slots. */
    record Viewer(SimClient client, SubscriptionId audioId, SubscriptionId videoId, SlotSink audio, SlotSink video) {}

    final CallSim sim;
    final SimClient publisher;
    final TrackId audioTrack = TrackId.random();
    final TrackId videoTrack = TrackId.random();
    final MediaSource microphone;
    final List<MediaSource> camera = new ArrayList<>();
    final List<Viewer> viewers = new ArrayList<>();
    private final List<String> rids;
    private int nextSsrc = 5_000;
    private long millis;
    private boolean isSending;

    /**
     * @param rids of the camera; empty: one encoding
     */
    SimCall(CallSim sim, List<String> rids, boolean keyFramesBySignalling) {
        this(sim, sim.open(Lines.publisher(rids)), rids, keyFramesBySignalling);
    }

    /**
     * @param publisher whose m-lines are {@link Lines#publisher}
     */
    SimCall(CallSim sim, SimClient publisher, List<String> rids, boolean keyFramesBySignalling) {
        this.sim = sim;
        this.publisher = publisher;
        this.rids = rids;
        microphone = new MediaSource(publisher.peer(), false, "", 100, 1);
        for (String rid : rids.isEmpty() ? List.of("") : rids) {
            camera.add(new MediaSource(publisher.peer(), true, rid, 200 + 10 * camera.size(), 2));
        }
        publisher.peer().receiveRtcp(packet -> {
            publisher.peer().rtcp().add(packet);
            camera.forEach(source -> source.onRtcp(packet));
        });
        sim.submit(new MediaCommand.AddTrack(
                publisher.transport(), spec(audioTrack, Lines.AUDIO, MediaKind.AUDIO, AUDIO_CSRC, false)));
        sim.submit(new MediaCommand.AddTrack(
                publisher.transport(),
                spec(videoTrack, Lines.VIDEO, MediaKind.VIDEO, VIDEO_CSRC, keyFramesBySignalling)));
        sim.everyMilli(this::onMilli);
    }

    /** A subscriber whose slots carry the publisher's two tracks. */
    Viewer addViewer() {
        return addViewer(sim.first());
    }

    /** One at another node, which knows the tracks. */
    Viewer addViewer(SimNode home) {
        return addViewer(home, SlotWish.BEST);
    }

    Viewer addViewer(SimNode home, SlotWish wish) {
        int ssrc = nextSsrc;
        nextSsrc += 10;
        SimClient client = sim.open(home, Lines.subscriber(ssrc));
        Viewer viewer = new Viewer(
                client,
                SubscriptionId.random(),
                SubscriptionId.random(),
                new SlotSink(client.peer(), ssrc, 0),
                new SlotSink(client.peer(), ssrc + 1, ssrc + 2));
        client.peer().receiveRtp(packet -> {
            viewer.audio().onRtp(packet);
            viewer.video().onRtp(packet);
        });
        viewers.add(viewer);
        show(viewer, audioTrack, videoTrack, wish);
        return viewer;
    }

    void show(Viewer viewer, TrackId audio, TrackId video) {
        show(viewer, audio, video, SlotWish.BEST);
    }

    private void show(Viewer viewer, TrackId audio, TrackId video, SlotWish wish) {
        SimClient client = viewer.client();
        sim.submit(
                client.home(),
                new MediaCommand.AddForwarder(
                        client.transport(), viewer.audioId(), Lines.AUDIO_SLOT, audio, SlotWish.BEST));
        sim.submit(
                client.home(),
                new MediaCommand.AddForwarder(client.transport(), viewer.videoId(), Lines.VIDEO_SLOT, video, wish));
    }

    /** Tells a node of both tracks, and where it takes them from. */
    void relay(SimNode node, SimNode parent) {
        relay(node, parent, null, 1);
    }

    /** The same, with another one to turn to. */
    void relay(SimNode node, SimNode parent, SimNode backup) {
        relay(node, parent, backup, 1);
    }

    /**
     * @param epoch of the tracks at their origin
     */
    void relay(SimNode node, SimNode parent, long epoch) {
        relay(node, parent, null, epoch);
    }

    private void relay(SimNode node, SimNode parent, @Nullable SimNode backup, long epoch) {
        for (boolean isVideo : new boolean[] {false, true}) {
            TrackSpec spec = isVideo
                    ? spec(videoTrack, Lines.VIDEO, MediaKind.VIDEO, VIDEO_CSRC, false)
                    : spec(audioTrack, Lines.AUDIO, MediaKind.AUDIO, AUDIO_CSRC, false);
            RemoteTrack track = new RemoteTrack(spec, isVideo ? rids : List.of(), publisher.home().id, epoch);
            sim.submit(
                    node,
                    new MediaCommand.PutRemoteTrack(
                            node.index,
                            CallSim.ROOM,
                            track,
                            new TrackParents(
                                    parent.endpoint(),
                                    backup == null ? null : backup.endpoint(),
                                    ParentReason.SOONEST)));
        }
    }

    /** What the microphone has sent after its first moment, which nobody gets. */
    List<byte[]> heard() {
        return microphone.sent().stream().skip(STARTING_PACKETS).toList();
    }

    /** Media flows from now on, or stops. */
    void send(boolean flows) {
        isSending = flows;
    }

    private void onMilli() {
        if (!isSending || !publisher.peer().isConnected()) {
            return;
        }
        if (millis % 20 == 0) {
            microphone.sendFrame(sim.now());
        }
        if (millis % 33 == 0) {
            camera.forEach(source -> source.sendFrame(sim.now()));
        }
        if (millis % 1_000 == 500) {
            microphone.sendReport(sim.now());
            camera.forEach(source -> source.sendReport(sim.now()));
        }
        millis++;
    }

    private TrackSpec spec(TrackId track, String mid, MediaKind kind, int csrc, boolean bySignalling) {
        return new TrackSpec(track, publisher.participant(), mid, kind, csrc, 1_280, 720, bySignalling, false, false);
    }
}
