package io.banyan.node.media.sim;

import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.RemoteTrack;
import io.banyan.node.plane.TrackParents;
import io.banyan.node.plane.TrackSpec;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.link.ParentReason;
import io.banyan.protocol.rtp.MediaKind;
import java.util.List;

/** A publisher of a {@link CallSim} with microphone and camera who speaks, or is quiet and sends all the same. */
final class SimTalker {
    private static final int QUIET = 80;
    private static final int VOICE = 30;

    final SimClient client;
    final TrackId sound = TrackId.random();
    final TrackId camera = TrackId.random();
    final int csrc;
    private final CallSim sim;
    private final MediaSource microphone;
    private final MediaSource lens;
    private int level = QUIET;
    private boolean isSending = true;
    private long millis;
    private long beganNanos;

    /**
     * @param csrc of the sound; one more is that of the picture
     */
    SimTalker(CallSim sim, SimNode home, int csrc) {
        this.sim = sim;
        this.csrc = csrc;
        client = sim.open(home, Lines.publisher(List.of()));
        microphone = new MediaSource(client.peer(), false, "", 100, csrc);
        lens = new MediaSource(client.peer(), true, "", 200, csrc);
        client.peer().receiveRtcp(lens::onRtcp);
        sim.submit(home, new MediaCommand.AddTrack(client.transport(), soundSpec()));
        sim.submit(home, new MediaCommand.AddTrack(client.transport(), cameraSpec()));
        sim.everyMilli(this::onMilli);
    }

    ParticipantId id() {
        return client.participant();
    }

    void speak() {
        speak(VOICE);
    }

    /**
     * @param levelMinusDbov 0 to 127
     */
    void speak(int levelMinusDbov) {
        level = levelMinusDbov;
        beganNanos = sim.now();
    }

    void beQuiet() {
        level = QUIET;
    }

    /** Sends nothing any more, not even silence; or does again. */
    void send(boolean flows) {
        isSending = flows;
    }

    long beganNanos() {
        return beganNanos;
    }

    /** Tells another node of both tracks, and where it takes them from. */
    void relay(SimNode node, SimNode parent) {
        for (TrackSpec spec : List.of(soundSpec(), cameraSpec())) {
            sim.submit(
                    node,
                    new MediaCommand.PutRemoteTrack(
                            node.index,
                            CallSim.ROOM,
                            new RemoteTrack(spec, List.of(), client.home().id, 1),
                            new TrackParents(parent.endpoint(), null, ParentReason.SOONEST)));
        }
    }

    private TrackSpec soundSpec() {
        return new TrackSpec(sound, id(), Lines.AUDIO, MediaKind.AUDIO, csrc, 0, 0, false, false, false);
    }

    private TrackSpec cameraSpec() {
        return new TrackSpec(camera, id(), Lines.VIDEO, MediaKind.VIDEO, csrc + 1, 1_280, 720, false, false, false);
    }

    private void onMilli() {
        if (!isSending || !client.peer().isConnected()) {
            return;
        }
        // Not in step with one another.
        if ((millis + csrc) % 20 == 0) {
            microphone.setAudioLevel(level);
            microphone.sendFrame(sim.now());
        }
        if ((millis + csrc) % 66 == 0) {
            lens.sendFrame(sim.now());
        }
        millis++;
    }
}
