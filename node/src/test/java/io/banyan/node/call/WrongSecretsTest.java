package io.banyan.node.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.loadtest.hostile.StunProber;
import io.banyan.loadtest.peer.PeerSettings;
import io.banyan.loadtest.peer.SlotStats;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.peer.VideoSettings;
import io.banyan.loadtest.scenario.PeersCall;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.node.plane.DropReason;
import io.banyan.node.plane.HandshakeOutcome;
import io.banyan.protocol.dtls.DtlsCertificate;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.signal.v1.MediaState;
import io.banyan.protocol.signal.v1.MediaStateChanged;
import io.banyan.protocol.signal.v1.ServerMessage;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Who does not have the secret is refused and counted, and a call beside it does not notice. What has a wrong SRTP tag is
 * in {@link BadInputTest}.
 */
@TestInstance(Lifecycle.PER_CLASS)
class WrongSecretsTest {
    private static final VideoSettings VIDEO = VideoSettings.single(30, 200_000);
    private static final int PROBES = 20;

    private final NodeUnderTest node = NodeUnderTest.start();
    private final Stage stage = node.stage();
    private final PeersCall call = PeersCall.gather(stage, "unharmed", 2, VIDEO);

    @AfterEach
    void shouldHaveLeftTheCallUnharmed() {
        List<Long> before = call.videoSlots().map(SlotStats::verified).toList();
        Eventually.holds("the call flows", Stage.PATIENCE, () -> {
            List<Long> now = call.videoSlots().map(SlotStats::verified).toList();
            return now.size() == 2 && now.get(0) > before.get(0) + 30 && now.get(1) > before.get(1) + 30;
        });
        assertThat(call.videoSlots()).allMatch(SlotStats::isClean);
        assertThat(call.peers()).allMatch(peer -> !peer.signal().closed().isDone());
        assertThat(call.peers()).allMatch(peer -> peer.roster().participants().size() == 2);
    }

    @AfterAll
    void stop() {
        call.close();
        node.close();
    }

    @Test
    void shouldRefuseACertificateThatIsNotTheOneOfTheOffer() {
        PeerSettings settings = stage.peer(stage.newRoom("impostor"), "Mallory")
                .stating(DtlsCertificate.generate(new SecureRandom()).fingerprint());
        try (SyntheticPeer impostor = SyntheticPeer.join(stage.peers(), settings)) {
            Eventually.holds(
                    "told of the failure",
                    Stage.PATIENCE,
                    () -> mediaStates(impostor).stream()
                            .anyMatch(change -> change.getState() == MediaState.MEDIA_STATE_FAILED));

            assertThat(mediaStates(impostor))
                    .extracting(MediaStateChanged::getState)
                    .doesNotContain(MediaState.MEDIA_STATE_CONNECTED);
            assertThat(mediaStates(impostor).getLast().getDetail())
                    .contains(HandshakeOutcome.FINGERPRINT_MISMATCH.name());
            assertThat(impostor.stats().transport().isConnected()).isFalse();
        }
        Eventually.holds("counted", Stage.PATIENCE, () -> node.handshakes(HandshakeOutcome.FINGERPRINT_MISMATCH) == 1);
        assertThat(node.handshakes(HandshakeOutcome.COMPLETED)).isEqualTo(2);
    }

    @Test
    void shouldNotAnswerAStunCheckWithAnotherKey() {
        IceCredentials credentials = call.peers().getFirst().nodeCredentials();
        IceCredentials guessed =
                new IceCredentials(credentials.ufrag(), IceCredentials.random().password());
        try (StunProber prober = new StunProber(node.mediaAddress())) {
            // So that silence means something.
            prober.check(credentials);
            Eventually.holds("who has the key is answered", Stage.PATIENCE, prober::hasAnswer);

            for (int i = 0; i < PROBES; i++) {
                prober.check(guessed);
            }
            awaitDrops(DropReason.STUN_BAD_INTEGRITY, PROBES);
            assertThat(prober.hasAnswer()).isFalse();
        }
    }

    @Test
    void shouldNotAnswerAStunCheckWithAUfragOfAnotherMaker() {
        IceCredentials credentials = call.peers().getFirst().nodeCredentials();
        IceCredentials foreign = new IceCredentials(forged(credentials.ufrag()), credentials.password());
        try (StunProber prober = new StunProber(node.mediaAddress())) {
            for (int i = 0; i < PROBES; i++) {
                prober.check(foreign);
            }
            awaitDrops(DropReason.STUN_NOT_OURS, PROBES);
            assertThat(prober.hasAnswer()).isFalse();
        }
    }

    private void awaitDrops(DropReason reason, long atLeast) {
        Eventually.holds(reason + " counted", Stage.PATIENCE, () -> node.drops(reason) >= atLeast);
    }

    private static List<MediaStateChanged> mediaStates(SyntheticPeer peer) {
        return peer.heard().stream()
                .filter(ServerMessage::hasMediaStateChanged)
                .map(ServerMessage::getMediaStateChanged)
                .toList();
    }

    /** Another nonce under the same MAC (docs/wire/ufrag.md). */
    private static String forged(String ufrag) {
        int at = 16;
        return ufrag.substring(0, at) + (ufrag.charAt(at) == 'A' ? 'B' : 'A') + ufrag.substring(at + 1);
    }
}
