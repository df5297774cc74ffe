package io.banyan.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.control.roster.RosterUnion;
import io.banyan.node.mesh.authority.RoomFacts;
import io.banyan.node.mesh.part.PartUpdate;
import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.signal.v1.ErrorCode;
import io.banyan.protocol.signal.v1.Participant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
    private static final RegionId HERE = new RegionId("here");

    /** Ann is in the room. */
    @ParameterizedTest
    @CsvSource({
        "bob, 0, here, 0, 10, 99,",
        "bob, 0, , 0, 10, 99,",
        "bob, 0, there, 0, 10, 99, ERROR_CODE_REGION_NOT_ALLOWED",
        "bob, 0, , 0, 10, 5, ERROR_CODE_TOKEN_EXPIRED",
        "bob, 0, , 0, 1, 99, ERROR_CODE_ROOM_FULL",
        "bob, 1, , 0, 10, 99, ERROR_CODE_ROOM_FULL",
        "bob, 2, , 0, 10, 99,",
        "bob, 2, , 1, 10, 99, ERROR_CODE_ROOM_FULL",
        "bob, 20, , 0, 1, 99, ERROR_CODE_ROOM_FULL",
        "ann, 1, , 0, 1, 99,",
    })
    void shouldAdmitWhoMayComeInNow(
            String identity,
            int policyLimit,
            @Nullable String allowedRegion,
            int joining,
            int nodeLimit,
            long expiresAtMillis,
            @Nullable ErrorCode refused) {
        RosterUnion union = new RosterUnion();
        union.apply(new PartUpdate(
                new NodeId(HERE, "n"),
                1,
                0,
                1,
                List.of(Participant.newBuilder()
                        .setParticipantId("pa_1")
                        .setIdentity("ann")
                        .build()),
                List.of()));
        TokenGrants grants = new TokenGrants(
                new RoomId(new TenantId("t"), "room"),
                new Identity(identity),
                "",
                Map.of(),
                Set.of(),
                true,
                false,
                false,
                policyLimit,
                allowedRegion == null ? Set.of() : Set.of(new RegionId(allowedRegion)),
                expiresAtMillis);
        assertThat(Admission.refusal(grants, HERE, union, RoomFacts.NONE, joining, nodeLimit, 5)
                        .map(Refusal::code)
                        .orElse(null))
                .isEqualTo(refused);
    }
}
