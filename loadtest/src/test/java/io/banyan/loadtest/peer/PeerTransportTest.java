package io.banyan.loadtest.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.srtp.SrtpProfile;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer's media against a small node that sends it back. */
@Timeout(60)
class PeerTransportTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void shouldPublishSimulcastAndVerifyWhatComesBackOverALossyPath() {
        PeerSettings settings = PeerSettings.listener(URI.create("ws://unused"), "", "room", "peer")
                .publishing(true, VideoSettings.SIMULCAST)
                .withSlotPairs(2);
        IceCredentials credentials = IceCredentials.random();
        try (PeerLoop loop = PeerLoop.open()) {
            PeerOffer offer = new PeerOffer(credentials, loop.certificate().fingerprint());
            PublishedMedia published = new PublishedMedia(settings, offer, new SplittableRandom(1));
            for (int i = 0; i < 2; i++) {
                offer.addSlot(MediaKind.AUDIO);
                offer.addSlot(MediaKind.VIDEO);
            }
            try (EchoNode node = EchoNode.answer(offer.sdp(), 0.1)) {
                PeerAnswer answer = PeerAnswer.read(node.answer());
                assertThat(answer.slots()).hasSize(4);
                assertThat(answer.slots().get(0).streamId())
                        .isEqualTo(answer.slots().get(1).streamId());
                assertThat(answer.slots().get(1).rtxSsrc()).isNotZero();

                CompletableFuture<Boolean> connected = new CompletableFuture<>();
                PeerMedia media = new PeerMedia(
                        published.sources(String::hashCode, System.nanoTime()),
                        answer.slots(),
                        () -> connected.complete(true),
                        Long.MAX_VALUE / 4,
                        () -> {},
                        System.nanoTime());
                loop.call(() -> {
                    PeerTransport transport = new PeerTransport(
                            loop,
                            answer.candidates().getFirst(),
                            credentials,
                            answer.credentials(),
                            answer.fingerprint(),
                            List.of(SrtpProfile.values()),
                            new SplittableRandom(2),
                            media);
                    media.attach(transport);
                    loop.add(transport);
                    return transport;
                });
                connected.orTimeout(60, TimeUnit.SECONDS).join();
                String audio = answer.slots().get(0).mid();
                String video = answer.slots().get(1).mid();
                node.echo(MediaKind.AUDIO, "", audio, 501);
                node.echo(MediaKind.VIDEO, "h", video, 502);
                media.onAnnounced(video, 502, PublishedMedia.CAMERA.hashCode());

                PeerStats stats = await(
                        loop,
                        media,
                        all -> all.slot(video).recovered() > 10
                                && all.slot(audio).packets() > 50
                                && all.slot(video).senderReports() > 1);

                assertThat(stats.isClean()).as("%s", stats).isTrue();
                assertThat(stats.transport().refused()).isZero();
                assertThat(stats.slot(video).lost()).isZero();
                assertThat(stats.slot(video).keyFrames()).isPositive();
                assertThat(stats.slot(video).requests()).isGreaterThanOrEqualTo(10);
                assertThat(stats.slot(audio).lost() + stats.slot(audio).waiting())
                        .isPositive();
                assertThat(stats.keyFrameRequests()).isPositive();
                assertThat(node.resentByPeer()).isPositive();
                assertThat(stats.sources().get(1).resent()).isPositive();
            }
        }
    }

    private static PeerStats await(PeerLoop loop, PeerMedia media, Predicate<PeerStats> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        PeerStats stats = loop.call(media::stats);
        while (!wanted.test(stats) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(20_000_000);
            stats = loop.call(media::stats);
        }
        assertThat(wanted.test(stats)).as("%s", stats).isTrue();
        return stats;
    }
}
