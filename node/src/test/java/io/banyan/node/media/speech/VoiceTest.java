package io.banyan.node.media.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VoiceTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int SPEECH = 30;
    private static final int QUIET = 75;

    private final Voice voice = new Voice();
    private long nowNanos = 1_795_000_000_000_000_000L;

    @ParameterizedTest
    @CsvSource({
        // level in −dBov, packets, sounding, talking, speaking
        "30, 1, true,  false, false",
        "30, 2, true,  true,  false",
        "30, 4, true,  true,  false",
        "30, 5, true,  true,  true",
        "54, 5, true,  true,  true",
        "56, 9, false, false, false",
        "127,9, false, false, false",
        "0,  5, true,  true,  true",
    })
    void shouldTellAVoiceFromSilenceAndFromAClick(
            int level, int packets, boolean sounding, boolean talking, boolean speaking) {
        quiet(20);
        say(level, packets);

        assertThat(voice.isSounding()).isEqualTo(sounding);
        assertThat(voice.isTalking(nowNanos)).isEqualTo(talking);
        assertThat(voice.isSpeaking(nowNanos)).isEqualTo(speaking);
    }

    @Test
    void shouldTakeTheVeryFirstPacketsForAVoice() {
        say(SPEECH, 2);

        assertThat(voice.isTalking(nowNanos)).isTrue();
    }

    @Test
    void shouldNotTakeClicksForTalk() {
        for (int i = 0; i < 20; i++) {
            say(SPEECH, 1);
            quiet(8);
            assertThat(voice.isTalking(nowNanos)).isFalse();
        }
    }

    @Test
    void shouldGoOnThroughThePauseBetweenWordsAndEndAfterALongerOne() {
        say(SPEECH, 20);
        quiet(25);
        assertThat(voice.isSpeaking(nowNanos)).isTrue();
        quiet(6);
        assertThat(voice.isSpeaking(nowNanos)).isFalse();
        assertThat(voice.isTalking(nowNanos)).isFalse();
    }

    @Test
    void shouldEndWhenNothingComesAnyMore() {
        say(SPEECH, 20);
        nowNanos += 700 * MILLI;

        assertThat(voice.isSpeaking(nowNanos)).isFalse();
        say(SPEECH, 1);
        assertThat(voice.isTalking(nowNanos)).isFalse();
    }

    @Test
    void shouldCountOnePacketOnlyForOneAfterAPauseOfTransmission() {
        say(SPEECH, 10);
        nowNanos += 5_000 * MILLI;
        say(SPEECH, 1);

        assertThat(voice.isTalking(nowNanos)).isFalse();
    }

    @Test
    void shouldNotAddUpWhatIsSecondsApart() {
        say(SPEECH, 1);
        nowNanos += 5_000 * MILLI;
        say(SPEECH, 1);

        assertThat(voice.isTalking(nowNanos)).isFalse();
    }

    @Test
    void shouldHearPacketsOfSixtyMilliseconds() {
        for (int i = 0; i < 2; i++) {
            nowNanos += 40 * MILLI;
            say(SPEECH, 1);
        }
        assertThat(voice.isTalking(nowNanos)).isTrue();
    }

    @Test
    void shouldLearnWhatANoiseIs() {
        say(50, 50 * 10);
        assertThat(voice.isTalking(nowNanos)).isFalse();
        say(30, 2);
        assertThat(voice.isTalking(nowNanos)).isTrue();
    }

    @Test
    void shouldHearAVoiceForMinutes() {
        for (int i = 0; i < 600; i++) {
            say(SPEECH, 8);
            say(48, 2);
            assertThat(voice.isSpeaking(nowNanos)).isTrue();
        }
    }

    @Test
    void shouldSayHowLongAndHowLoudItTalks() {
        say(40, 20);
        double before = voice.loudness();
        long talking = voice.talkingNanos(nowNanos);
        say(20, 20);

        assertThat(talking).isEqualTo(18 * 20 * MILLI);
        assertThat(voice.loudness()).isGreaterThan(before + 10);
        assertThat(voice.lastVoicedNanos()).isEqualTo(nowNanos);
    }

    private void quiet(int packets) {
        say(QUIET, packets);
    }

    private void say(int level, int packets) {
        for (int i = 0; i < packets; i++) {
            nowNanos += 20 * MILLI;
            voice.onLevel(level, nowNanos);
        }
    }
}
