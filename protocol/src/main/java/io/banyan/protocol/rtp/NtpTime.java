package io.banyan.protocol.rtp;

/**
 * NTP timestamps as RTCP has them (RFC 3550 §4): 32 bits of seconds and 32 of fraction, and the compact form, which is
 * the middle 32 bits.
 *
 * <p>Seconds with the top bit set are those of 1968 to 2036, others those of 2036 to 2104 (RFC 4330 §3).
 */
public final class NtpTime {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** Seconds from 1900 to 1970: 70 years with 17 leap days. */
    private static final long UNIX_EPOCH_SECONDS = 2_208_988_800L;

    private static final long ERA_SECONDS = 0x1_0000_0000L;

    private NtpTime() {}

    /** The 64-bit NTP timestamp of so many nanoseconds since 1970, rounded to the nearest. */
    public static long fromUnixNanos(long unixNanos) {
        long seconds = Math.floorDiv(unixNanos, NANOS_PER_SECOND) + UNIX_EPOCH_SECONDS;
        long nanos = Math.floorMod(unixNanos, NANOS_PER_SECOND);
        // Below 2^62: nanos has 30 bits. Rounded, so that the way back gives the same nanosecond.
        long fraction = ((nanos << 32) + NANOS_PER_SECOND / 2) / NANOS_PER_SECOND;
        return (seconds << 32) + fraction;
    }

    /** Nanoseconds since 1970 of a 64-bit NTP timestamp, rounded to the nearest. */
    public static long toUnixNanos(long ntp) {
        long seconds = ntp >>> 32;
        if (ntp >= 0) {
            seconds += ERA_SECONDS;
        }
        return (seconds - UNIX_EPOCH_SECONDS) * NANOS_PER_SECOND + fractionNanos(ntp & 0xffff_ffffL);
    }

    /** The middle 32 bits of a timestamp, as LSR has them (RFC 3550 §6.4.1); wraps every 18 hours. */
    public static int compact(long ntp) {
        return (int) (ntp >>> 16);
    }

    /** Nanoseconds of a short duration in the compact form, as DLSR has it (1/65536 s, unsigned). */
    public static long compactToNanos(int compact) {
        return ((compact & 0xffff_ffffL) * NANOS_PER_SECOND + 0x8000) >> 16;
    }

    /** A duration in the compact form, held to 0 and to the largest that 32 bits can say (18 hours). */
    public static int nanosToCompact(long nanos) {
        if (nanos <= 0) {
            return 0;
        }
        long whole = nanos / NANOS_PER_SECOND;
        long compact = (whole << 16) + (((nanos % NANOS_PER_SECOND) << 16) + NANOS_PER_SECOND / 2) / NANOS_PER_SECOND;
        return whole > 0xffff || compact > 0xffff_ffffL ? -1 : (int) compact;
    }

    /** Nanoseconds of a signed 64-bit fixed-point duration (32 bits of fraction), as abs-capture-time has its offset. */
    public static long durationToNanos(long q32x32) {
        return (q32x32 >> 32) * NANOS_PER_SECOND + fractionNanos(q32x32 & 0xffff_ffffL);
    }

    /** The signed 64-bit fixed-point form of a duration. */
    public static long nanosToDuration(long nanos) {
        long seconds = Math.floorDiv(nanos, NANOS_PER_SECOND);
        long rest = Math.floorMod(nanos, NANOS_PER_SECOND);
        return (seconds << 32) + ((rest << 32) + NANOS_PER_SECOND / 2) / NANOS_PER_SECOND;
    }

    private static long fractionNanos(long fraction) {
        return (fraction * NANOS_PER_SECOND + 0x8000_0000L) >>> 32;
    }
}
