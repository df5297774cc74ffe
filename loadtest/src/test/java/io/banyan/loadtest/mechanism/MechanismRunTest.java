package io.banyan.loadtest.mechanism;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.banyan.loadtest.report.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class MechanismRunTest {
    @Test
    void shouldTellTimeAndBytesOfEach() throws JsonProcessingException {
        List<Figure> figures = figures("AUTO", "0.002");

        assertThat(figures)
                .extracting(Figure::name)
                .containsExactly(
                        "sealed_packets.seal.auto.aead_aes_128_gcm.time",
                        "sealed_packets.seal.auto.aead_aes_128_gcm.allocated");
        assertThat(figures).extracting(Figure::value).containsExactly(153.5, 0.002);
        assertThat(figures).allMatch(Figure::met);
    }

    @Test
    void shouldMissTheGoalWhereSomethingIsAllocatedButByTheJdk() throws JsonProcessingException {
        assertThat(figures("AUTO", "56.0")).anyMatch(figure -> !figure.met());
        assertThat(figures("JDK", "1104.0")).allMatch(Figure::met);
        assertThat(figures("AUTO", "\"NaN\"")).anyMatch(figure -> !figure.met());
    }

    private static List<Figure> figures(String cipher, String allocated) throws JsonProcessingException {
        String result = """
                [{"benchmark": "io.banyan.loadtest.mechanism.SealedPackets.seal",
                  "params": {"cipher": "%s", "profile": "AEAD_AES_128_GCM"},
                  "primaryMetric": {"score": 153.5, "scoreError": 4.25, "scoreUnit": "ns/op"},
                  "secondaryMetrics": {"gc.alloc.rate.norm": {"score": %s, "scoreUnit": "B/op"}}}]
                """.formatted(cipher, allocated);
        return MechanismRun.figures(new ObjectMapper().readTree(result));
    }
}
