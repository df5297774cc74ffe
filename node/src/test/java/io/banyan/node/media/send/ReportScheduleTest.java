package io.banyan.node.media.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportScheduleTest {
    private static final long MS = 1_000_000;

    @Test
    void shouldReportNothingBeforeTheFirstPacket() {
        ReportSchedule schedule = new ReportSchedule(1, 0);
        assertThat(schedule.pollDue(10_000 * MS)).isFalse();
    }

    @Test
    void shouldReportTwiceSoonAndThenEachSecond() {
        List<Long> due = run(new ReportSchedule(77, 0), 10_000);
        assertThat(due.get(0)).isZero();
        assertThat(due.get(1)).isEqualTo(250);
        assertThat(due.get(2) - due.get(1)).isBetween(500L, 1000L);
        for (int i = 3; i < due.size(); i++) {
            assertThat(due.get(i) - due.get(i - 1)).isEqualTo(1000);
        }
    }

    @Test
    void shouldSpreadStreamsOverTheSecond() {
        Set<Long> phases = new HashSet<>();
        for (int ssrc = 0; ssrc < 50; ssrc++) {
            phases.add(run(new ReportSchedule(ssrc * 7919, 0), 5_000).getLast() % 1000);
        }
        assertThat(phases).hasSizeGreaterThan(20);
    }

    @Test
    void shouldStopWhenTheStreamIsSilentAndBeginAgain() {
        ReportSchedule schedule = new ReportSchedule(1, 0);
        schedule.onSent(0);
        int reports = 0;
        for (long now = 0; now < 60_000; now += 10) {
            reports += schedule.pollDue(now * MS) ? 1 : 0;
        }
        assertThat(reports).isBetween(5, 7);
        schedule.onSent(60_000 * MS);
        assertThat(schedule.pollDue(60_000 * MS)).isTrue();
    }

    /** Milliseconds at which reports were due, looked at each 10 ms while packets flow. */
    private static List<Long> run(ReportSchedule schedule, long untilMillis) {
        List<Long> due = new ArrayList<>();
        for (long now = 0; now < untilMillis; now += 10) {
            schedule.onSent(now * MS);
            if (schedule.pollDue(now * MS)) {
                due.add(now);
            }
        }
        return due;
    }
}
