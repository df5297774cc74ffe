package io.banyan.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Machine MACHINE = new Machine(2, "a cpu", 4096, "Linux 6", "25");

    @Test
    void shouldWriteFiguresWithMachineAndSettings() throws IOException {
        Report report = new Report(MACHINE, Map.of("seed", 7));
        report.add(new Figure("freeze.longest", 320, "ms", Goal.atMost(500)));
        report.add(new Figure("frames.share", 88.5, "%", Goal.atLeast(90)));
        report.add(Figure.missing("latency.p50", "ms", Goal.NONE, "nobody looked"));

        JsonNode json = new ObjectMapper().readTree(report.json());

        assertThat(json.at("/machine/cores").asInt()).isEqualTo(2);
        assertThat(json.at("/settings/seed").asInt()).isEqualTo(7);
        assertThat(json.at("/figures/0").toString())
                .isEqualTo(
                        "{\"name\":\"freeze.longest\",\"value\":320.0,\"unit\":\"ms\",\"goal\":\"<= 500\",\"met\":true}");
        assertThat(json.at("/figures/1/met").asBoolean()).isFalse();
        assertThat(json.at("/figures/2/value").isNull()).isTrue();
        assertThat(report.allMet()).isFalse();
    }

    @Test
    void shouldAlignTheTable() {
        Report report = new Report(MACHINE, Map.of());
        report.add(new Figure("join", 9.25, "ms", Goal.atMost(1500)));
        report.add(new Figure("lost after repair", 0, "%", Goal.atMost(0.1)));

        assertThat(report.table()).isEqualTo("""
                figure             value  unit  goal     met
                join                9.25  ms    <= 1500  yes
                lost after repair      0  %     <= 0.1   yes
                """);
    }

    @Test
    void shouldNotMeetAGoalWithoutAValue() {
        assertThat(Figure.missing("x", "ms", Goal.atMost(1), "").met()).isFalse();
        assertThat(Figure.missing("x", "ms", Goal.NONE, "").met()).isTrue();
    }

    @Test
    void shouldTakeTheNearestRank() {
        Distribution distribution = new Distribution();
        for (int i = 100; i >= 1; i--) {
            distribution.add(i);
        }
        assertThat(distribution.median()).isEqualTo(50);
        assertThat(distribution.percentile(95)).isEqualTo(95);
        assertThat(distribution.max()).isEqualTo(100);
        assertThat(new Distribution().median()).isNaN();
    }

    @Test
    void shouldDescribeThisMachine() {
        Machine machine = Machine.here();

        assertThat(machine.cores()).isPositive();
        assertThat(machine.java()).startsWith("25");
    }

    @Test
    void shouldTellPercentilesWithinAnEighth() {
        Histogram histogram = new Histogram();
        Histogram before = histogram.copy();
        for (int i = 1; i <= 100_000; i++) {
            histogram.add(i);
        }
        for (double percent : new double[] {1, 50, 95, 99.9}) {
            assertThat((double) histogram.percentile(percent)).isBetween(percent * 1_000, percent * 1_125 + 1);
        }
        assertThat(histogram.max()).isEqualTo(100_000);
        assertThat(histogram.since(before).percentile(50)).isEqualTo(histogram.percentile(50));
        assertThat(histogram.since(histogram).count()).isZero();
        assertThat(before.percentile(50)).isEqualTo(-1);
    }
}
