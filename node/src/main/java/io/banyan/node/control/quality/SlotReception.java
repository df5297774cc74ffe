package io.banyan.node.control.quality;

import io.banyan.node.plane.ClientReception;

/** What the client said last of one slot, for as long as that counts. One owner. */
final class SlotReception {
    /** Clients report every five seconds: two reports may be lost. */
    static final int KEPT_SECONDS = 15;

    /** Of a camera: fewer stutter. */
    private static final double USUAL_FRAME_RATE = 15;

    private final ClientReception reception;
    private int seconds;

    SlotReception(ClientReception reception) {
        this.reception = reception;
    }

    /** A second passed; returns whether it still counts. */
    boolean age() {
        return ++seconds <= KEPT_SECONDS;
    }

    /** Of sound: what was made up; -1 if nothing was played. */
    double concealedShare() {
        return reception.samples() == 0 ? -1 : (double) reception.concealedSamples() / reception.samples();
    }

    Score videoScore(Leg.Out leg) {
        double overSeconds = reception.overMillis() / 1e3;
        double wantedRate =
                leg.wantedFrameRate() > 0 ? Math.min(leg.wantedFrameRate(), USUAL_FRAME_RATE) : USUAL_FRAME_RATE;
        double frozenShare = (double) reception.freezeMillis() / reception.overMillis();
        double frameShare = reception.framesDecoded() / overSeconds / wantedRate;
        double sizeShare = leg.wantedHeight() == 0 || reception.height() == 0
                ? 1
                : (double) reception.height() / leg.wantedHeight();
        return VideoScore.of(frozenShare, frameShare, sizeShare);
    }
}
