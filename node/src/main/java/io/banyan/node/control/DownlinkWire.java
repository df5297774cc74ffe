package io.banyan.node.control;

import io.banyan.node.plane.DownlinkSample;
import io.banyan.protocol.signal.v1.Downlink;

/** What the way to a participant carries, as its client is told. */
final class DownlinkWire {
    private DownlinkWire() {}

    static Downlink protoOf(DownlinkSample sample) {
        Downlink.Builder downlink = Downlink.newBuilder()
                .setEstimateBps(Math.max(0, sample.estimateBps()))
                .setWantedBps(sample.wantedBps())
                .setGrantedBps(sample.grantedBps())
                .setSentBps(sample.sentBps())
                .setAcknowledgedBps(Math.max(0, sample.acknowledgedBps()))
                .setLossPermille(sample.lossPermille())
                .setRttMicros(Math.clamp(sample.rttMicros(), 0, Integer.MAX_VALUE));
        for (DownlinkSample.SlotLayer slot : sample.slots()) {
            downlink.addSlotsBuilder()
                    .setMid(slot.mid())
                    .setRid(slot.rid())
                    .setGranted(slot.granted())
                    .setGrantedSpatialId(slot.spatialId())
                    .setGrantedTemporalId(slot.temporalId())
                    .setWanted(slot.wanted())
                    .setBitrateBps(slot.bitrateBps());
        }
        return downlink.build();
    }
}
