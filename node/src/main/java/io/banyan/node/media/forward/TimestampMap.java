package io.banyan.node.media.forward;

import io.banyan.node.media.receive.CaptureClock;
import io.banyan.node.media.receive.PacketSlot;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.rtp.RtpClock;

/**
 * Timestamps of a slot: {@code base + rate × (time of capture on the node's clock)}, whoever is on it. Owned by a media
 * loop.
 *
 * <p>What is known of the time of capture gets better while a source is on, but a receiver plays by the steps between
 * timestamps. So a source's steps stay what they were, but for corrections that nobody notices: audio moves by a little
 * where there is a pause or another source anyway, and video by a little at each frame, to where the audio of its
 * {@link SlotPair} is. A packet that comes late has the timestamp of its frame.
 */
final class TimestampMap {
    /** Of video, per frame. */
    static final long SLEW_NANOS = 1_000_000;

    /** Of video that is this far off lips and voice part: it moves faster. */
    static final long FAR_NANOS = 25_000_000;

    static final long FAR_SLEW_NANOS = 5_000_000;

    /** Audio this far off is put right at once, heard or not: it comes near what is taken for a lie. */
    static final long MAX_AUDIO_ERROR_NANOS = 200_000_000;

    /**
     * Of audio, at each pause and with each source. A receiver takes a step back for delay on the way: it would keep the
     * sound that much longer for some seconds, and the picture with it, though a second later.
     */
    static final long AUDIO_STEP_NANOS = 20_000_000;

    /** A longer step between two audio packets is a pause (packets have up to 60 ms, RFC 7587 §4.2). */
    private static final long PAUSE_NANOS = 100_000_000;

    /** A source's clock that runs ahead of its packets lies, and would hold up whoever is next on the slot. */
    static final long MAX_AHEAD_NANOS = 250_000_000;

    /** A packet this late is of no use to anybody: the source's clock stood still or jumped. */
    static final long MAX_BEHIND_NANOS = 5_000_000_000L;

    /** An overlap of two audio sources up to this is shifted instead of dropped: nobody hears it. */
    private static final long MAX_SHIFT_NANOS = 2_500_000;

    /** Of a source that lags this much not everything is dropped that overlaps. */
    private static final long MAX_DROPPED_NANOS = 200_000_000;

    /** One packet in so many is dropped of audio that lags, so that no two gaps are heard as one. */
    private static final int DROP_SPACING = 5;

    /** Frames remembered for late packets, at least: two seconds of video. */
    private static final int HISTORY = 64;

    /** So many are forgotten at once, since those that stay have to be moved. */
    private static final int SPARE = 16;

    private static final long DEFAULT_AUDIO_STEP_NANOS = 20_000_000;
    private static final long NONE = Long.MIN_VALUE;

    private final boolean audio;
    private final SlotPair pair;
    private final long base;
    private final long[] sources = new long[HISTORY + SPARE];
    private final long[] outs = new long[HISTORY + SPARE];
    private RtpClock clock;
    private int count;
    private long newestOut = NONE;
    private long audioStep;
    private boolean settled;
    private int sinceDrop;

    /**
     * Begins without a source.
     *
     * @param pair that the slot is one of
     * @param base added to every timestamp: random (RFC 3550 §5.1)
     */
    TimestampMap(MediaKind kind, SlotPair pair, int base, RtpClock clock) {
        this.audio = kind == MediaKind.AUDIO;
        this.pair = pair;
        this.base = base & 0xffff_ffffL;
        this.clock = clock;
        this.audioStep = clock.toTicks(DEFAULT_AUDIO_STEP_NANOS);
    }

    /** The timestamp of a moment on the node's clock; what sender reports state. */
    int at(long nodeNanos) {
        return (int) ticksAt(nodeNanos);
    }

    /** The clock of the present source. */
    RtpClock clock() {
        return clock;
    }

    /** From now on packets are of another source. */
    void begin(RtpClock sourceClock) {
        if (sourceClock.clockRate() != clock.clockRate()) {
            clock = sourceClock;
            audioStep = clock.toTicks(DEFAULT_AUDIO_STEP_NANOS);
            newestOut = NONE;
        }
        count = 0;
        settled = false;
        sinceDrop = 0;
    }

    /**
     * Whether a source that would begin with this packet has to wait, because the slot has sent audio of that time
     * already.
     */
    boolean overlaps(PacketSlot first, RtpClock sourceClock) {
        if (!audio || newestOut == NONE || sourceClock.clockRate() != clock.clockRate()) {
            return false;
        }
        long overlap = newestOut + audioStep - beginning(wanted(first));
        return overlap > clock.toTicks(MAX_SHIFT_NANOS) && overlap < clock.toTicks(MAX_DROPPED_NANOS);
    }

    /** Whether to leave out this audio packet, because the source's timestamps lag behind its time of capture. */
    boolean lags(PacketSlot slot) {
        if (!audio || count == 0 || slot.captureNanos() == CaptureClock.UNKNOWN || slot.rtpTicks() <= newestSource()) {
            return false;
        }
        sinceDrop++;
        if (wanted(slot) - held(slot) >= -clock.toTicks(MAX_AUDIO_ERROR_NANOS) || sinceDrop < DROP_SPACING) {
            return false;
        }
        // What follows closes up: it takes this packet's timestamp.
        sources[count - 1] = slot.rtpTicks();
        sinceDrop = 0;
        return true;
    }

    /** The slot's timestamp of a packet. */
    int map(PacketSlot slot) {
        return (int) (count == 0 || slot.rtpTicks() > newestSource() ? mapNew(slot) : mapKnown(slot));
    }

    private long mapNew(PacketSlot slot) {
        long wanted = wanted(slot);
        long out;
        if (count == 0) {
            out = audio ? beginning(wanted) : wanted;
        } else {
            long held = held(slot);
            boolean isGuess = slot.captureNanos() == CaptureClock.UNKNOWN;
            out = bounded(isGuess ? held : corrected(slot, held, wanted), wanted, slot.arrivalNanos());
        }
        if (newestOut != NONE) {
            long leastStep = audio ? audioStep(slot) : 1;
            settled |= out >= newestOut + leastStep;
            out = Math.max(out, newestOut + leastStep);
        } else {
            settled = true;
        }
        append(slot.rtpTicks(), out);
        newestOut = out;
        if (audio && slot.captureNanos() != CaptureClock.UNKNOWN) {
            pair.onAudio(clock.toNanos(out - wanted));
        }
        return out;
    }

    private long corrected(PacketSlot slot, long held, long wanted) {
        long error = wanted - held;
        if (audio) {
            boolean pause = slot.marker() || slot.rtpTicks() - newestSource() > clock.toTicks(PAUSE_NANOS);
            if (Math.abs(error) > clock.toTicks(MAX_AUDIO_ERROR_NANOS)) {
                return wanted;
            }
            return pause ? held + audioMove(error) : held;
        }
        if (!settled) {
            return wanted;
        }
        long slew = clock.toTicks(Math.abs(error) > clock.toTicks(FAR_NANOS) ? FAR_SLEW_NANOS : SLEW_NANOS);
        return held + Math.clamp(error, -slew, slew);
    }

    /** Where a source's first audio goes: as far from its time as the one before, but for a step. */
    private long beginning(long wanted) {
        long offset = clock.toTicks(pair.offsetNanos());
        return wanted + offset + audioMove(-offset);
    }

    private long audioMove(long error) {
        long most = clock.toTicks(AUDIO_STEP_NANOS);
        return Math.clamp(error, -most, most);
    }

    private long bounded(long out, long wanted, long arrivalNanos) {
        boolean plausible =
                out <= ticksAt(arrivalNanos + MAX_AHEAD_NANOS) && out >= ticksAt(arrivalNanos - MAX_BEHIND_NANOS);
        return plausible ? out : wanted;
    }

    /** How long an audio packet lasts, as far as the steps show. */
    private long audioStep(PacketSlot slot) {
        if (count > 0) {
            long step = slot.rtpTicks() - newestSource();
            if (step <= clock.toTicks(PAUSE_NANOS)) {
                audioStep = step;
            }
            return Math.min(step, audioStep);
        }
        return audioStep;
    }

    private long mapKnown(PacketSlot slot) {
        long source = slot.rtpTicks();
        int after = count - 1;
        while (after >= 0 && sources[after] > source) {
            after--;
        }
        if (after >= 0 && sources[after] == source) {
            return outs[after];
        }
        if (after < 0) {
            return outs[0] - (sources[0] - source);
        }
        // A frame of which nothing came before: between its neighbours.
        long out = Math.min(outs[after] + (source - sources[after]), outs[after + 1] - 1);
        insert(after + 1, source, out);
        return out;
    }

    private long wanted(PacketSlot slot) {
        if (slot.captureNanos() == CaptureClock.UNKNOWN) {
            return ticksAt(slot.arrivalNanos());
        }
        return ticksAt(slot.captureNanos() + (audio ? 0 : pair.offsetNanos()));
    }

    private long held(PacketSlot slot) {
        return outs[count - 1] + (slot.rtpTicks() - newestSource());
    }

    private long newestSource() {
        return sources[count - 1];
    }

    private long ticksAt(long nodeNanos) {
        return base + clock.toTicks(nodeNanos);
    }

    private void append(long source, long out) {
        if (count == sources.length) {
            forget(SPARE);
        }
        sources[count] = source;
        outs[count] = out;
        count++;
    }

    private void insert(int at, long source, long out) {
        int index = at;
        if (count == sources.length) {
            forget(1);
            index--;
        }
        System.arraycopy(sources, index, sources, index + 1, count - index);
        System.arraycopy(outs, index, outs, index + 1, count - index);
        sources[index] = source;
        outs[index] = out;
        count++;
    }

    private void forget(int oldest) {
        count -= oldest;
        System.arraycopy(sources, oldest, sources, 0, count);
        System.arraycopy(outs, oldest, outs, 0, count);
    }
}
