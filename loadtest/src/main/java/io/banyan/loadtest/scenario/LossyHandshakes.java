package io.banyan.loadtest.scenario;

import io.banyan.loadtest.netem.NetemProfile;
import io.banyan.loadtest.peer.SyntheticPeer;
import io.banyan.loadtest.report.Distribution;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * Peers connect, one after the other, over a bad path: ICE and DTLS from the first datagram to keys.
 *
 * @param loss 0 to 1, each way
 * @param handshakes how many
 */
public record LossyHandshakes(double loss, int handshakes) implements Scenario {
    private static final double P95_MILLIS = 1_500;

    @Override
    public String name() {
        return "handshakes";
    }

    @Override
    public String plot() {
        return handshakes + " handshakes under " + 100 * loss + " % random loss each way";
    }

    @Override
    public boolean needsNetwork() {
        return true;
    }

    @Override
    public List<Figure> play(Stage stage) {
        Distribution millis = new Distribution();
        int failed = 0;
        String room = stage.newRoom("handshakes");
        stage.network().setProfiles(NetemProfile.randomLoss(loss), NetemProfile.randomLoss(loss));
        try {
            for (int i = 0; i < handshakes; i++) {
                try (SyntheticPeer peer = SyntheticPeer.join(stage.peers(), stage.peer(room, "peer-" + i))) {
                    peer.awaitConnected(Stage.PATIENCE);
                    millis.add(peer.stats().transport().connectNanos() / 1e6);
                } catch (CompletionException timeout) {
                    failed++;
                }
            }
        } finally {
            stage.network().setProfiles(NetemProfile.PERFECT, NetemProfile.PERFECT);
        }
        return List.of(
                new Figure("handshakes.failed", failed, "of " + handshakes, Goal.exactly(0)),
                new Figure("handshakes.p50", millis.median(), "ms", Goal.NONE),
                new Figure("handshakes.p95", millis.percentile(95), "ms", Goal.atMost(P95_MILLIS)),
                new Figure("handshakes.max", millis.max(), "ms", Goal.NONE));
    }
}
