package io.banyan.protocol.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    private static final String SHA_256 = "sha-256 12:34:AB:CD:EF:00:11:22:33:44:55:66:77:88:99:AA:"
            + "BB:CC:DD:EE:FF:01:02:03:04:05:06:07:08:09:0A:0B";

    @Test
    void shouldReadBackWhatItWrites() {
        Fingerprint fingerprint = Fingerprint.parse(SHA_256);
        assertThat(fingerprint).isNotNull();
        assertThat(fingerprint.toSdp()).isEqualTo(SHA_256);
        assertThat(Fingerprint.parse(fingerprint.toSdp())).isEqualTo(fingerprint);
    }

    @Test
    void shouldNotMindTheCase() {
        assertThat(Fingerprint.parse(SHA_256.toLowerCase(Locale.ROOT).replace("sha", "SHA")))
                .isEqualTo(Fingerprint.parse(SHA_256));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "sha-256",
                "sha-256 ",
                "sha-256 AB:CD",
                "sha-1 12:34:AB:CD:EF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE",
                "md5 12:34:AB:CD:EF:00:11:22:33:44:55:66:77:88:99:AA",
                "sha-256 12-34:AB:CD:EF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:01:02:03:04:05:06:07:08:09:0A:0B",
                "sha-256 G2:34:AB:CD:EF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:01:02:03:04:05:06:07:08:09:0A:0B"
            })
    void shouldRefuseWhatItCannotCompareBy(String value) {
        assertThat(Fingerprint.parse(value)).isNull();
    }

    @Test
    void shouldTakeAnyText() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(8);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(SHA_256);
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x180));
            }
            Fingerprint parsed = Fingerprint.parse(text.toString());
            assertThat(parsed == null || parsed.digest().length == 32).isTrue();
        }
    }

    @Test
    void shouldBeTheHashOfItsCertificate() {
        DtlsCertificate certificate = DtlsCertificate.generate(DtlsPeer.RANDOM);
        assertThat(certificate.fingerprint().algorithm()).isEqualTo("sha-256");
        assertThat(certificate.fingerprint())
                .isNotEqualTo(DtlsCertificate.generate(DtlsPeer.RANDOM).fingerprint());
    }
}
