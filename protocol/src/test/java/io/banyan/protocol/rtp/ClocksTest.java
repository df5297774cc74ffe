package io.banyan.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClocksTest {
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest
    @CsvSource({
        "90000, 0, 0",
        "90000, 90000, 1000000000",
        "90000, 3000, 33333333",
        "90000, -3000, -33333334",
        "48000, 960, 20000000",
        "48000, -960, -20000000",
        "90000, 283824000000000, 3153600000000000000",
    })
    void shouldTurnTicksIntoNanos(int rate, long ticks, long nanos) {
        assertThat(new RtpClock(rate).toNanos(ticks)).isEqualTo(nanos);
    }

    @Test
    void shouldTurnNanosIntoTicks() {
        RtpClock clock = new RtpClock(90_000);
        assertThat(clock.toTicks(SECOND)).isEqualTo(90_000);
        assertThat(clock.toTicks(33_333_334)).isEqualTo(3000);
        assertThat(clock.toTicks(-1)).isEqualTo(-1);
        assertThat(clock.toTicks(Long.MAX_VALUE)).isEqualTo(830_103_483_316_929L);
        assertThatThrownBy(() -> new RtpClock(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2026-11-23T05:06:07.123456789Z",
                "2036-02-07T06:28:15.999999999Z",
                "2036-02-07T06:28:16Z",
                "2050-01-01T00:00:00.000000001Z",
                "1968-01-20T03:14:08Z"
            })
    void shouldKeepAMomentThroughNtp(String moment) {
        Instant instant = Instant.parse(moment);
        long nanos = instant.getEpochSecond() * SECOND + instant.getNano();
        assertThat(NtpTime.toUnixNanos(NtpTime.fromUnixNanos(nanos))).isEqualTo(nanos);
    }

    @Test
    void shouldReadTheTimestampOfRfc3550() {
        // §6.4.1, figure 2: 0xb44db705:20000000 is 3024992005.125 s.
        long ntp = 0xb44db705_20000000L;
        assertThat(NtpTime.toUnixNanos(ntp)).isEqualTo((3_024_992_005L - 2_208_988_800L) * SECOND + 125_000_000);
        assertThat(NtpTime.compact(ntp)).isEqualTo(0xb705_2000);
    }

    @Test
    void shouldTurnCompactDurationsIntoNanos() {
        assertThat(NtpTime.compactToNanos(0x0005_4000)).isEqualTo(5_250_000_000L);
        assertThat(NtpTime.nanosToCompact(5_250_000_000L)).isEqualTo(0x0005_4000);
        assertThat(NtpTime.nanosToCompact(-1)).isZero();
        assertThat(NtpTime.nanosToCompact(Long.MAX_VALUE)).isEqualTo(-1);
        assertThat(NtpTime.nanosToCompact(65_535 * SECOND + 999_999_999)).isEqualTo(-1);
        assertThat(NtpTime.compactToNanos(-1)).isCloseTo(65_536 * SECOND, within(16_000L));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 999_999_999, -999_999_999, 1_500_000_000, -1_500_000_001, 2_000_000_000L * SECOND})
    void shouldKeepASignedDuration(long nanos) {
        assertThat(NtpTime.durationToNanos(NtpTime.nanosToDuration(nanos))).isEqualTo(nanos);
    }

    @Test
    void shouldWrapAbsSendTime() {
        assertThat(AbsSendTime.fromNanos(SECOND)).isEqualTo(1 << 18);
        assertThat(AbsSendTime.fromNanos(65 * SECOND)).isEqualTo(1 << 18);
        assertThat(AbsSendTime.fromNanos(-SECOND)).isEqualTo(63 << 18);
        assertThat(AbsSendTime.toNanos(0xff_ffff)).isCloseTo(64 * SECOND, within(4_000L));
        assertThat(AbsSendTime.deltaNanos(63 << 18, 1 << 18)).isEqualTo(2 * SECOND);
        assertThat(AbsSendTime.deltaNanos(1 << 18, 63 << 18)).isEqualTo(-2 * SECOND);
    }

    @Test
    void shouldKeepAudioLevel() {
        int value = AudioLevel.encode(30, true);
        assertThat(value).isEqualTo(0x9e);
        assertThat(AudioLevel.levelMinusDbov(value)).isEqualTo(30);
        assertThat(AudioLevel.isVoice(value)).isTrue();
        assertThat(AudioLevel.encode(500, false)).isEqualTo(AudioLevel.SILENCE);
        assertThat(AudioLevel.encode(-5, false)).isZero();
    }

    @Test
    void shouldKeepAbsCaptureTime() {
        ByteBuffer buffer = ByteBuffer.allocate(20);
        AbsCaptureTime both = new AbsCaptureTime(0xb44db705_20000000L, true, -5);
        assertThat(both.write(buffer, 2)).isEqualTo(16);
        assertThat(AbsCaptureTime.read(buffer, 2, 16)).isEqualTo(both);
        AbsCaptureTime one = new AbsCaptureTime(7, false, 0);
        assertThat(one.write(buffer, 2)).isEqualTo(8);
        assertThat(AbsCaptureTime.read(buffer, 2, 8)).isEqualTo(one);
        assertThat(AbsCaptureTime.isValidLength(9)).isFalse();
        assertThatThrownBy(() -> AbsCaptureTime.read(buffer, 0, 9)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldKeepPlayoutDelay() {
        int value = PlayoutDelay.encode(20, 400);
        assertThat(value).isEqualTo(0x002028);
        assertThat(PlayoutDelay.minMillis(value)).isEqualTo(20);
        assertThat(PlayoutDelay.maxMillis(value)).isEqualTo(400);
        assertThat(PlayoutDelay.maxMillis(PlayoutDelay.encode(-1, 1_000_000))).isEqualTo(40_950);
    }
}
