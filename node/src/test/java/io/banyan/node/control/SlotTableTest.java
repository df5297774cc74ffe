package io.banyan.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.SlotState;
import io.banyan.node.plane.SlotWish;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.signal.v1.PauseReason;
import io.banyan.protocol.signal.v1.Slot;
import io.banyan.protocol.signal.v1.SlotPaused;
import io.banyan.protocol.signal.v1.TrackKind;
import io.banyan.protocol.signal.v1.TrackSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlotTableTest {
    private static final SlotWish HIDDEN = new SlotWish(0, 0, 0, 0, true, false);
    private static final TrackDirectory.Entry REMOTE = new TrackDirectory.Entry(
            new TrackId("tr_1"),
            new ParticipantId("pa_1"),
            TrackKind.TRACK_KIND_VIDEO,
            TrackSource.TRACK_SOURCE_CAMERA,
            720,
            0,
            null,
            false);

    private final SlotTable slots = new SlotTable();

    @Test
    void shouldKeepWhatIsShownOverARenegotiation() {
        slots.setSlots(List.of(slot("v0"), slot("v1")));
        SlotTable.Row row = slots.row("v0").orElseThrow();
        SlotTable.Subscription shown = slots.show(row, REMOTE, SlotWish.BEST);
        assertThat(slots.setSlots(List.of(slot("v0"), slot("v2")))).isEmpty();
        assertThat(slots.row("v0").orElseThrow().shown()).contains(shown);
        assertThat(slots.row("v1")).isEmpty();
        assertThat(slots.setSlots(List.of(slot("v2")))).containsExactly(shown);
        assertThat(slots.showing(REMOTE.track())).isEmpty();
    }

    @Test
    void shouldBeginANewSubscriptionForEachTrackAndKeepItForEachWish() {
        slots.setSlots(List.of(slot("v0")));
        SlotTable.Row row = slots.row("v0").orElseThrow();
        SubscriptionId first = slots.show(row, REMOTE, SlotWish.BEST).id();
        assertThat(slots.setWish(row, row.shown().orElseThrow(), HIDDEN).id()).isEqualTo(first);
        assertThat(slots.show(row, REMOTE, SlotWish.BEST).id()).isNotEqualTo(first);
        assertThat(slots.onState("v0", first, SlotState.NO_COMMON_CODEC)).isEmpty();
    }

    @Test
    void shouldTellEachReasonOnce() {
        slots.setSlots(List.of(slot("v0")));
        SlotTable.Row row = slots.row("v0").orElseThrow();
        assertThat(slots.untold(row)).isEmpty();
        slots.show(row, REMOTE, SlotWish.BEST);
        assertThat(slots.untold(row).map(SlotPaused::getReason)).contains(PauseReason.PAUSE_REASON_UNREACHABLE);
        assertThat(slots.untold(row)).isEmpty();
        slots.free(row);
        assertThat(slots.untold(row)).isEqualTo(Optional.empty());
        assertThat(row.toProto().build().getTrackId()).isEmpty();
    }

    private static Slot slot(String mid) {
        return Slot.newBuilder().setMid(mid).setKind(TrackKind.TRACK_KIND_VIDEO).build();
    }
}
