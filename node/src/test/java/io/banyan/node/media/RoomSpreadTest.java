package io.banyan.node.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.MediaEndpoint;
import io.banyan.node.plane.RemoteTrack;
import io.banyan.node.plane.TrackParents;
import io.banyan.node.plane.TrackSpec;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.link.ParentReason;
import io.banyan.protocol.rtp.MediaKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoomSpreadTest {
    private static final NodeId NODE = new NodeId(new RegionId("eu"), "eu-1");
    private static final NodeId OTHER = new NodeId(new RegionId("us"), "us-1");
    private static final RoomId ROOM = new RoomId(new TenantId("acme"), "assembly");
    private static final int LOOPS = 3;

    private final int[] load = new int[LOOPS];
    private final List<MediaCommand> told = new ArrayList<>();
    private final RoomSpread spread =
            new RoomSpread(NODE, LOOPS, RoomSpreadTest::endpoint, loop -> load[loop], this::submit);
    private final int home = spread.home(ROOM);
    private final int next = (home + 1) % LOOPS;
    private boolean isFull;
    private long serial;

    @Test
    void shouldKeepARoomWhereItIsUntilItsLoopIsBusy() {
        load[home] = RoomSpread.BUSY_PERMILLE - 1;
        assertThat(spread.place(ROOM)).isEqualTo(home);

        load[home] = RoomSpread.BUSY_PERMILLE;
        load[next] = 50;
        load[(home + 2) % LOOPS] = 60;
        assertThat(spread.place(ROOM)).isEqualTo(next);
    }

    @Test
    void shouldFillTheLoopThatItIsOnBeforeAThirdOne() {
        open(next);
        load[home] = 900;
        load[next] = 300;

        assertThat(spread.place(ROOM)).isEqualTo(next);
    }

    @Test
    void shouldStayAtHomeWhereEverybodyIsBusy() {
        load[0] = 900;
        load[1] = 900;
        load[2] = 900;

        assertThat(spread.place(ROOM)).isEqualTo(home);
    }

    @Test
    void shouldTellNothingOfARoomOnOneLoop() {
        TransportId publisher = open(home);
        publish(publisher);
        spread.onCommand(putRemote(TrackId.random()));

        assertThat(told).isEmpty();
    }

    @Test
    void shouldTellEachLoopOfTheOthersTracks() {
        TransportId first = open(home);
        TrackId camera = publish(first);
        TransportId second = open(next);

        assertThat(told).hasSize(1);
        assertPut(told.getFirst(), next, camera, home);

        TrackId another = publish(second);
        assertThat(told).hasSize(2);
        assertPut(told.getLast(), home, another, next);
    }

    @Test
    void shouldPassOnWhatComesFromOtherNodesByTheHomeLoop() {
        TrackId far = TrackId.random();
        spread.onCommand(putRemote(far));
        open(next);

        assertThat(told).hasSize(1);
        assertPut(told.getFirst(), next, far, home);

        spread.onCommand(new MediaCommand.RemoveRemoteTrack(home, ROOM, far));
        assertThat(told.getLast()).isEqualTo(new MediaCommand.RemoveRemoteTrack(next, ROOM, far));
    }

    @Test
    void shouldTellEachLoopWhereTracksMayGo() {
        open(home);
        MediaCommand.LimitRegions limit = new MediaCommand.LimitRegions(home, ROOM, Set.of(new RegionId("eu")));
        spread.onCommand(limit);
        assertThat(told).isEmpty();

        open(next);
        MediaCommand.LimitRegions atNext = new MediaCommand.LimitRegions(next, ROOM, limit.regions());
        assertThat(told).containsExactly(atNext);

        // Opened anew, a loop may have forgotten the room meanwhile.
        open(next);
        assertThat(told).containsExactly(atNext, atNext);

        spread.onCommand(new MediaCommand.LimitRegions(home, ROOM, Set.of()));
        assertThat(told.getLast()).isEqualTo(new MediaCommand.LimitRegions(next, ROOM, Set.of()));
    }

    @Test
    void shouldTellAHomeThatGetsTheRoomOnlyByItsTracks() {
        TransportId publisher = open(next);
        spread.onCommand(new MediaCommand.LimitRegions(home, ROOM, Set.of(new RegionId("eu"))));
        assertThat(told).containsExactly(new MediaCommand.LimitRegions(next, ROOM, Set.of(new RegionId("eu"))));

        TrackId camera = publish(publisher);
        assertThat(told).hasSize(3);
        assertPut(told.get(1), home, camera, next);
        assertThat(told.getLast()).isEqualTo(new MediaCommand.LimitRegions(home, ROOM, Set.of(new RegionId("eu"))));
    }

    @Test
    void shouldTakeBackWhatIsGone() {
        TransportId first = open(home);
        TransportId second = open(next);
        TrackId camera = publish(first);
        TrackId screen = publish(first);

        spread.onCommand(new MediaCommand.RemoveTrack(first, screen));
        assertThat(told.getLast()).isEqualTo(new MediaCommand.RemoveRemoteTrack(next, ROOM, screen));

        // The last of the room on that loop: it needs nothing any more.
        spread.onCommand(new MediaCommand.CloseTransport(second));
        assertThat(told.getLast()).isEqualTo(new MediaCommand.RemoveRemoteTrack(next, ROOM, camera));
    }

    @Test
    void shouldForgetARoomThatHasEnded() {
        TransportId first = open(home);
        TransportId second = open(next);
        publish(first);
        publish(second);
        spread.onCommand(new MediaCommand.CloseTransport(first));
        spread.onCommand(new MediaCommand.CloseTransport(second));

        assertThat(spread.roomCount()).isZero();
        assertThat(told).hasSize(4);
    }

    @Test
    void shouldSayAgainWhatAFullQueueRefused() {
        TransportId first = open(home);
        open(next);
        isFull = true;
        TrackId camera = publish(first);
        assertThat(told).isEmpty();

        isFull = false;
        open(home);
        assertThat(told).hasSize(1);
        assertPut(told.getFirst(), next, camera, home);
    }

    private boolean submit(MediaCommand command) {
        if (!isFull) {
            told.add(command);
        }
        return !isFull;
    }

    private TransportId open(int loop) {
        TransportId transport = new TransportId(loop, ++serial);
        spread.onCommand(new MediaCommand.OpenTransport(
                transport,
                ROOM,
                ParticipantId.random(),
                IceCredentials.random(),
                IceCredentials.random(),
                List.of(),
                event -> {}));
        return transport;
    }

    private TrackId publish(TransportId transport) {
        TrackId track = TrackId.random();
        spread.onCommand(new MediaCommand.AddTrack(transport, spec(track)));
        return track;
    }

    private MediaCommand putRemote(TrackId track) {
        return new MediaCommand.PutRemoteTrack(
                home,
                ROOM,
                new RemoteTrack(spec(track), List.of("q", "h"), OTHER, 1),
                new TrackParents(new MediaEndpoint(OTHER, 0, List.of()), null, ParentReason.SOONEST));
    }

    private static TrackSpec spec(TrackId track) {
        return new TrackSpec(track, ParticipantId.random(), "0", MediaKind.VIDEO, 77, 640, 360, false, false, false);
    }

    private static MediaEndpoint endpoint(int loop) {
        return new MediaEndpoint(NODE, loop, List.of());
    }

    private static void assertPut(MediaCommand command, int loop, TrackId track, int from) {
        assertThat(command).isInstanceOfSatisfying(MediaCommand.PutRemoteTrack.class, put -> {
            assertThat(put.loop()).isEqualTo(loop);
            assertThat(put.track().spec().track()).isEqualTo(track);
            assertThat(put.parents().parent()).isEqualTo(endpoint(from));
        });
    }
}
