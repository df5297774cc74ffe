package io.banyan.protocol.link;

import org.jspecify.annotations.Nullable;

/**
 * Parent to child: what became of a demand.
 *
 * @param demandVersion the demand that this answers
 * @param aliveMask bit i: encoding i of the demand is being sent by the publisher
 * @param pausedMask bit i: encoding i is held back because the link is short
 */
public record TrackState(TrackKey track, int demandVersion, int aliveMask, int pausedMask, Refusal refusal)
        implements LinkFrame {
    /** Why a demand is not served. */
    public enum Refusal {
        NONE(0),
        /** The parent does not have this track, or not any more. */
        UNKNOWN_TRACK(1),
        /** The parent is served by the child. */
        CYCLE(2),
        /** The parent has no room for another child. */
        NO_CAPACITY(3);

        private static final Refusal[] ALL = values();
        private final int number;

        Refusal(int number) {
            this.number = number;
        }

        static @Nullable Refusal ofNumber(int number) {
            for (Refusal refusal : ALL) {
                if (refusal.number == number) {
                    return refusal;
                }
            }
            return null;
        }
    }

    public TrackState {
        if (aliveMask < 0 || aliveMask > 0xFF || pausedMask < 0 || pausedMask > 0xFF) {
            throw new IllegalArgumentException("a mask has " + Demand.MAX_ENCODINGS + " bits");
        }
    }

    @Override
    public boolean isReliable() {
        return true;
    }

    void write(WireWriter out) {
        track.write(out);
        out.u32(demandVersion).u8(aliveMask).u8(pausedMask).u8(refusal.number);
    }

    static @Nullable TrackState read(WireReader in) {
        TrackKey track = TrackKey.read(in);
        int version = in.u32();
        int alive = in.u8();
        int paused = in.u8();
        int number = in.u8();
        // A refusal that a later version brought is a refusal all the same.
        Refusal known = Refusal.ofNumber(number);
        Refusal refusal = known == null ? Refusal.NO_CAPACITY : known;
        return track == null || !in.isWhole() ? null : new TrackState(track, version, alive, paused, refusal);
    }
}
