package io.banyan.node.media.room;

import io.banyan.node.media.congestion.BandwidthEstimator;
import io.banyan.node.media.forward.Departures;
import io.banyan.node.media.forward.PacketOutput;
import io.banyan.node.media.forward.SlotStream;
import io.banyan.node.media.forward.TrackForwarder;
import io.banyan.node.media.send.LayerAllocator;
import io.banyan.node.media.send.LayerDemand;
import io.banyan.node.media.send.Pacer;
import io.banyan.node.media.send.RedundancyLevel;
import io.banyan.node.plane.DownlinkSample;
import io.banyan.protocol.rtp.MediaKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to one subscriber: what it carries, how that is split over the slots, and when packets leave. Owned by a media
 * loop.
 */
final class Downlink {
    /** A screen has one, and a subscriber may have many: so much padding at one tick is too much anyway. */
    private static final int MAX_PADDING_PACKETS = 64;

    private final BandwidthEstimator bandwidth;
    private final Pacer pacer = new Pacer();
    private final Departures departures;
    private final LayerAllocator allocator = new LayerAllocator();
    private final RedundancyLevel redundancy = new RedundancyLevel();
    private final List<LayerDemand> demands = new ArrayList<>();
    private long demandBps;
    private long audioBps;
    private long sampledNanos;
    private long sampledSentBytes;
    private long sampledReceived;
    private long sampledLost;

    Downlink(BandwidthEstimator bandwidth, PacketOutput output, PeerContext context, long nowNanos) {
        sampledNanos = nowNanos;
        this.bandwidth = bandwidth;
        departures = new Departures(output, pacer, context.drops(), context.heldBack());
    }

    Departures departures() {
        return departures;
    }

    BandwidthEstimator bandwidth() {
        return bandwidth;
    }

    /** Whether packets wait, or a probe is sent: then {@link #pace} is to be called at every tick. */
    boolean isBusy() {
        return !departures.isIdle() || bandwidth.probingBps() > 0;
    }

    /** Lets go what may leave, and looks after the estimate. */
    void pace(Slot[] slots, long nowNanos) {
        bandwidth.poll(demandBps, canPad(slots), nowNanos);
        if (bandwidth.heldBps() > 0) {
            pacer.hold(bandwidth.heldBps());
        } else {
            pacer.setTarget(bandwidth.targetBps(), bandwidth.probingBps());
        }
        departures.drain(nowNanos);
        if (bandwidth.paddingDueBytes(nowNanos) > 0 && departures.isIdle()) {
            pad(slots, nowNanos);
        }
    }

    /** Decides anew which layers the slots get; every 100 ms, and when what is wanted changes. */
    void allocate(Slot[] slots, long nowNanos) {
        long soundBps = 0;
        demands.clear();
        for (Slot slot : slots) {
            TrackForwarder forwarder = forwarderOn(slot);
            if (forwarder == null) {
                continue;
            }
            if (slot.stream().kind() == MediaKind.AUDIO) {
                soundBps += forwarder.audioBps();
            } else {
                demands.add(forwarder.demand(nowNanos));
            }
        }
        addRedundancy(slots, soundBps, nowNanos);
        long videoBps = 0;
        for (int i = 0; i < demands.size(); i++) {
            videoBps += demands.get(i).wantedBps();
        }
        demandBps = audioBps + videoBps;
        long target = bandwidth.targetBps();
        boolean isLimited = target != BandwidthEstimator.UNLIMITED;
        allocator.allocate(
                demands,
                isLimited ? Math.max(0, target - audioBps) : LayerAllocator.UNLIMITED,
                bandwidth.isTested(),
                nowNanos);
        for (Slot slot : slots) {
            TrackForwarder forwarder = forwarderOn(slot);
            if (forwarder != null && slot.stream().kind() == MediaKind.VIDEO) {
                forwarder.applyGrant(isLimited, bandwidth.isOverused(), nowNanos);
            }
        }
    }

    /** Lets sound carry what came before it where packets get lost, and adds up what all of it takes. */
    private void addRedundancy(Slot[] slots, long soundBps, long nowNanos) {
        boolean isToldOf = bandwidth.received() > 0;
        long received = bandwidth.received();
        long lost = bandwidth.lost();
        audioBps = 0;
        for (Slot slot : slots) {
            SlotStream stream = slot.stream();
            if (!isToldOf && stream.kind() == MediaKind.AUDIO) {
                received += stream.packets() - stream.lost();
                lost += stream.lost();
            }
        }
        redundancy.onCounts(received, lost, nowNanos);
        int level = redundancy.level(soundBps, bandwidth.targetBps());
        for (Slot slot : slots) {
            TrackForwarder forwarder = forwarderOn(slot);
            if (forwarder != null && slot.stream().kind() == MediaKind.AUDIO) {
                slot.stream().wantRedundancy(level);
                audioBps += forwarder.audioBps() * slot.stream().soundCopies();
            }
        }
    }

    /** What the way carried since this was last asked. */
    DownlinkSample sample(Slot[] slots, long nowNanos) {
        List<DownlinkSample.SlotLayer> layers = new ArrayList<>();
        long grantedBps = audioBps;
        for (Slot slot : slots) {
            TrackForwarder forwarder = forwarderOn(slot);
            if (forwarder != null && slot.stream().kind() == MediaKind.VIDEO) {
                DownlinkSample.SlotLayer layer = forwarder.layer();
                layers.add(layer);
                grantedBps += layer.bitrateBps();
            }
        }
        long sent = bandwidth.sentBytes() - sampledSentBytes;
        long received = bandwidth.received() - sampledReceived;
        long lost = Math.max(0, bandwidth.lost() - sampledLost);
        long elapsed = Math.max(1, nowNanos - sampledNanos);
        sampledSentBytes += sent;
        sampledReceived += received;
        sampledLost = bandwidth.lost();
        sampledNanos = nowNanos;
        long target = bandwidth.targetBps();
        return new DownlinkSample(
                target == BandwidthEstimator.UNLIMITED ? -1 : target,
                demandBps,
                grantedBps,
                Math.round(sent * 8e9 / elapsed),
                bandwidth.acknowledgedBps(),
                received + lost == 0 ? 0 : (int) (1_000 * lost / (received + lost)),
                bandwidth.rttNanos() < 0 ? -1 : bandwidth.rttNanos() / 1_000,
                layers);
    }

    private static @Nullable TrackForwarder forwarderOn(Slot slot) {
        Subscription subscription = slot.current();
        return subscription == null ? null : subscription.forwarder();
    }

    private static boolean canPad(Slot[] slots) {
        for (Slot slot : slots) {
            if (slot.stream().kind() == MediaKind.VIDEO
                    && slot.current() != null
                    && slot.stream().canPad()) {
                return true;
            }
        }
        return false;
    }

    /** Retransmissions that nobody asked for: a client drops them, and its feedback tells when they came. */
    private void pad(Slot[] slots, long nowNanos) {
        for (Slot slot : slots) {
            SlotStream stream = slot.stream();
            if (stream.kind() != MediaKind.VIDEO || slot.current() == null) {
                continue;
            }
            int packets = 0;
            while (bandwidth.paddingDueBytes(nowNanos) > 0 && packets++ < MAX_PADDING_PACKETS) {
                if (stream.sendPadding(nowNanos) == 0) {
                    break;
                }
            }
        }
    }
}
