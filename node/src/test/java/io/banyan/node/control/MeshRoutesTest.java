package io.banyan.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.mesh.MeshRefusal;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.wire.v1.DirectoryAnswer;
import io.banyan.protocol.wire.v1.DirectoryRegister;
import io.banyan.protocol.wire.v1.MeshFrame;
import io.banyan.protocol.wire.v1.Moderate;
import io.banyan.protocol.wire.v1.Moderated;
import io.banyan.protocol.wire.v1.RoomFrame;
import io.banyan.protocol.wire.v1.RoomPlaces;
import io.banyan.protocol.wire.v1.RoomRegistration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a frame names is the key of a shard: nothing else may become one. */
class MeshRoutesTest {
    private static final RegionId US = new RegionId("us");

    private final List<Object> passed = new ArrayList<>();
    private final List<MeshRefusal> refused = new ArrayList<>();
    private final MeshRoutes routes = new MeshRoutes(
            (room, command) -> passed.add(command), (bucket, command) -> passed.add(command), refused::add);

    private void sayEverythingAbout(String room) {
        routes.onFrame(
                US,
                MeshFrame.newBuilder()
                        .setRoom(RoomFrame.newBuilder().setRoom(room))
                        .build());
        routes.onFrame(
                US,
                MeshFrame.newBuilder()
                        .setDirectoryRegister(DirectoryRegister.newBuilder()
                                .addRooms(RoomRegistration.newBuilder().setRoom(room)))
                        .build());
        routes.onFrame(
                US,
                MeshFrame.newBuilder()
                        .setDirectoryAnswer(DirectoryAnswer.newBuilder()
                                .addRooms(RoomPlaces.newBuilder().setRoom(room)))
                        .build());
        routes.onFrame(
                US,
                MeshFrame.newBuilder()
                        .setModerate(Moderate.newBuilder().setRoom(room))
                        .build());
        routes.onFrame(
                US,
                MeshFrame.newBuilder()
                        .setModerated(Moderated.newBuilder().setRoom(room))
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "call", "/call", "t/", "t/a/b", "t\\u0000/call", "t e/call"})
    void shouldPassOnNothingAboutWhatIsNoRoom(String room) {
        sayEverythingAbout(room);
        assertThat(passed).isEmpty();
        assertThat(refused).hasSize(5).containsOnly(MeshRefusal.BAD_NAME);
    }

    @Test
    void shouldPassOnNothingAboutTenMegabytesOfRoom() {
        sayEverythingAbout("t/" + "x".repeat(10_000_000));
        assertThat(passed).isEmpty();
        assertThat(refused).hasSize(5).containsOnly(MeshRefusal.BAD_NAME);
    }

    @Test
    void shouldPassOnWhatIsAboutARoom() {
        sayEverythingAbout("t/call");
        // Answers are for the index and for the directory.
        assertThat(passed).hasSize(6);
        assertThat(refused).isEmpty();
    }
}
