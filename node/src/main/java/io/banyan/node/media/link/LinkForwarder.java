package io.banyan.node.media.link;

import io.banyan.node.media.receive.EncodingReceiver;
import io.banyan.node.media.receive.PacketSink;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.RelayCapacity;
import io.banyan.protocol.link.Demand;
import io.banyan.protocol.link.PathReport;
import io.banyan.protocol.link.SenderReportFrame;
import io.banyan.protocol.link.TrackState;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.NtpTime;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends a child what it demands of one track, as it is: numbers, timestamps and payload are the publisher's. Owned by a
 * media loop.
 */
final class LinkForwarder implements PacketSink {
    private static final long PATH_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How soon a change of the publisher's encodings is told. */
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** After the link was too short for an encoding: a child that came back at once would find it short again. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** A sender report goes with the first packet, and another some packets later: the first one may be lost. */
    private static final int EARLY_PACKETS = 16;

    /** A second of video, and what a ring holds of audio: longer gaps are mended by a key frame. */
    private static final int RESUME_PACKETS = 256;

    private static final long NEVER = Long.MIN_VALUE;

    private final LinkContext context;
    private final Link link;
    private final PassedExtensions extensions = new PassedExtensions();
    private Demand demand;
    private @Nullable LinkedTrack track;
    private TrackState.Refusal refusal = TrackState.Refusal.UNKNOWN_TRACK;
    /** By the encoding's index at this node; 0: not wanted. */
    private int[] aliases = {};

    private int[] earlyReports = {};
    private boolean[] pausedByLink = {};
    private long[] pausedUntilNanos = {};
    private boolean isTold;
    private int toldAlive;
    private int toldPaused;
    private TrackState.Refusal toldRefusal = TrackState.Refusal.NONE;
    private long nextPollNanos;
    private long nextPathNanos;

    LinkForwarder(LinkContext context, Link link, Demand demand) {
        this.context = context;
        this.link = link;
        this.demand = demand;
    }

    Demand demand() {
        return demand;
    }

    /** Takes over a newer demand. */
    void onDemand(Demand newer, long nowNanos) {
        demand = newer;
        isTold = false;
        LinkedTrack present = track;
        if (newer.path().contains(context.treeKey())) {
            detach();
            refusal = TrackState.Refusal.CYCLE;
        } else if (present != null) {
            apply(present, nowNanos);
            present.onChildChanged();
        } else {
            attach(nowNanos);
        }
        countRefusal();
        nextPollNanos = nowNanos;
        onTick(nowNanos);
    }

    private void countRefusal() {
        switch (refusal) {
            case NONE -> {}
            case UNKNOWN_TRACK -> context.drops().count(DropReason.DEMAND_UNKNOWN_TRACK);
            case CYCLE -> context.drops().count(DropReason.DEMAND_CYCLE);
            case NO_CAPACITY -> context.drops().count(DropReason.DEMAND_NO_CAPACITY);
        }
    }

    /** The track may go to fewer regions, or to more. */
    void onLimit() {
        LinkedTrack present = track;
        if (present != null && !link.mayCarry(present)) {
            onTrackEnded();
        }
    }

    /** Sends nothing any more. */
    void end() {
        detach();
    }

    /** The track ended here; it may come back. */
    void onTrackEnded() {
        detach();
        refusal = TrackState.Refusal.UNKNOWN_TRACK;
        nextPollNanos = NEVER;
    }

    /** Looks after what the child has to know. */
    void onTick(long nowNanos) {
        if (nowNanos < nextPollNanos) {
            return;
        }
        nextPollNanos = nowNanos + POLL_NANOS;
        if (track == null && refusal != TrackState.Refusal.CYCLE) {
            attach(nowNanos);
        }
        tellState(nowNanos);
        if (track != null && nowNanos >= nextPathNanos) {
            tellPath(track, nowNanos);
        }
    }

    @Override
    public void onPacket(EncodingReceiver from, PacketSlot slot, long nowNanos) {
        int index = from.index();
        int alias = aliases[index];
        if (alias == 0) {
            return;
        }
        if (from.track().kind() == MediaKind.AUDIO && from.isStarting(nowNanos)) {
            context.drops().count(DropReason.AUDIO_STARTING);
            return;
        }
        LinkedTrack present = track;
        if (demand.among() > 0 && present != null && !present.gate().isAmong(demand.among())) {
            context.drops().count(DropReason.NOT_AMONG_LOUDEST);
            // The child takes what comes after a pause for a beginning.
            earlyReports[index] = EARLY_PACKETS;
            return;
        }
        send(from, slot, alias, nowNanos);
    }

    private void send(EncodingReceiver from, PacketSlot slot, int alias, long nowNanos) {
        int index = from.index();
        boolean isSent = link.sendMedia(
                alias,
                from.lineage(),
                slot,
                extensions.of(slot),
                MediaClass.of(from.track().kind(), aliases, index),
                nowNanos);
        if (!isSent) {
            context.drops().count(DropReason.LINK_CONGESTED);
        } else if (earlyReports[index] > 0 && from.publisherTime().isKnown()) {
            if (earlyReports[index] == EARLY_PACKETS || earlyReports[index] == 1) {
                long publisherNanos = from.publisherTime().publisherNanos(slot.rtpTicks(), from.clock());
                onSenderReport(from, NtpTime.fromUnixNanos(publisherNanos), (int) slot.rtpTicks(), nowNanos);
            }
            earlyReports[index]--;
        }
    }

    @Override
    public boolean wants(EncodingReceiver encoding) {
        return aliases[encoding.index()] != 0;
    }

    @Override
    public int wantsAmong() {
        return demand.among();
    }

    @Override
    public void onSenderReport(EncodingReceiver from, long ntpTimestamp, int rtpTimestamp, long nowNanos) {
        int alias = aliases[from.index()];
        if (alias != 0) {
            boolean _ = link.send(new SenderReportFrame(alias, ntpTimestamp, rtpTimestamp), nowNanos);
        }
    }

    /** The child waits for a key frame; false: the alias is none of this track's. */
    boolean onKeyframeWanted(int alias) {
        EncodingReceiver encoding = ofAlias(alias);
        if (encoding != null) {
            encoding.keyframes().request();
        }
        return encoding != null;
    }

    /** The link is too short for an encoding, or has room for it again. */
    boolean onPaused(int alias, boolean isPaused, long nowNanos) {
        EncodingReceiver encoding = ofAlias(alias);
        if (encoding == null) {
            return false;
        }
        pausedByLink[encoding.index()] = isPaused;
        if (isPaused) {
            pausedUntilNanos[encoding.index()] = nowNanos + PAUSE_NANOS;
        } else {
            pausedUntilNanos[encoding.index()] = NEVER;
            encoding.keyframes().request();
        }
        nextPollNanos = nowNanos;
        onTick(nowNanos);
        return true;
    }

    private @Nullable EncodingReceiver ofAlias(int alias) {
        LinkedTrack present = track;
        if (present == null) {
            return null;
        }
        for (int i = 0; i < aliases.length; i++) {
            if (aliases[i] == alias) {
                return present.receiver().encodings().get(i);
            }
        }
        return null;
    }

    private void attach(long nowNanos) {
        LinkedTrack found = context.tracks().find(demand.track());
        if (found != null && !link.mayCarry(found)) {
            // Whoever may not see it need not know that it is here.
            found = null;
        }
        if (found == null || !hasRoom(found)) {
            refusal = found == null ? TrackState.Refusal.UNKNOWN_TRACK : TrackState.Refusal.NO_CAPACITY;
            return;
        }
        int encodings = found.receiver().encodings().size();
        aliases = new int[encodings];
        earlyReports = new int[encodings];
        pausedByLink = new boolean[encodings];
        pausedUntilNanos = new long[encodings];
        Arrays.fill(pausedUntilNanos, NEVER);
        refusal = TrackState.Refusal.NONE;
        track = found;
        apply(found, nowNanos);
        found.add(this);
        nextPathNanos = NEVER;
    }

    /** Loops of its own node have nowhere else to go. */
    private boolean hasRoom(LinkedTrack found) {
        if (link.isTo(context.node())) {
            return true;
        }
        long others = found.children().stream()
                .filter(child -> !child.link.isTo(context.node()))
                .count();
        return others < RelayCapacity.at(context.loadPermille().getAsInt()).most();
    }

    private void detach() {
        LinkedTrack present = track;
        if (present != null) {
            track = null;
            Arrays.fill(aliases, 0);
            present.remove(this);
        }
    }

    /** Takes over the aliases; whatever is wanted newly begins with a key frame and a sender report. */
    private void apply(LinkedTrack present, long nowNanos) {
        refusal = TrackState.Refusal.NONE;
        int[] before = aliases.clone();
        Arrays.fill(aliases, 0);
        for (int place = 0; place < demand.encodings().size(); place++) {
            Demand.Encoding wanted = demand.encodings().get(place);
            EncodingReceiver encoding = present.receiver().encoding(wanted.rid());
            if (encoding == null) {
                continue;
            }
            int index = encoding.index();
            aliases[index] = wanted.alias();
            if (wanted.isWanted() && wanted.alias() != before[index]) {
                pausedByLink[index] = false;
                earlyReports[index] = EARLY_PACKETS;
                encoding.keyframes().request();
                resume(encoding, place, nowNanos);
            }
        }
    }

    /** Sends what the child has missed and is still here: it was served elsewhere until now. */
    private void resume(EncodingReceiver encoding, int place, long nowNanos) {
        for (Demand.Resume resume : demand.resumes()) {
            if (resume.encoding() != place || resume.epoch() != encoding.lineage()) {
                continue;
            }
            long highest = encoding.highestSeq();
            int missed = (short) ((int) highest - resume.wireSeq());
            for (long seq = highest - Math.min(missed, RESUME_PACKETS) + 1; seq <= highest; seq++) {
                PacketSlot slot = encoding.find(seq);
                if (slot != null) {
                    send(encoding, slot, aliases[encoding.index()], nowNanos);
                }
            }
        }
    }

    private void tellState(long nowNanos) {
        int alive = 0;
        int paused = 0;
        LinkedTrack present = track;
        List<Demand.Encoding> encodings = demand.encodings();
        for (int i = 0; present != null && i < encodings.size(); i++) {
            EncodingReceiver encoding =
                    present.receiver().encoding(encodings.get(i).rid());
            if (encoding != null) {
                alive |= encoding.isActive(nowNanos) ? 1 << i : 0;
                paused |= isPaused(encoding.index(), nowNanos) ? 1 << i : 0;
            }
        }
        if (isTold && alive == toldAlive && paused == toldPaused && refusal == toldRefusal) {
            return;
        }
        isTold = link.send(new TrackState(demand.track(), demand.version(), alive, paused, refusal), nowNanos);
        toldAlive = alive;
        toldPaused = paused;
        toldRefusal = refusal;
    }

    private boolean isPaused(int index, long nowNanos) {
        // While it is carried the link says when there is room again; after that only time tells.
        return aliases[index] != 0 ? pausedByLink[index] : nowNanos < pausedUntilNanos[index];
    }

    private void tellPath(LinkedTrack present, long nowNanos) {
        List<PathReport.Hop> path = present.path();
        int alias = Arrays.stream(aliases).filter(one -> one != 0).findFirst().orElse(0);
        if (alias != 0 && !path.isEmpty() && path.size() <= PathReport.MAX_HOPS) {
            nextPathNanos = nowNanos + PATH_NANOS;
            boolean _ = link.send(new PathReport(alias, path), nowNanos);
        }
    }
}
