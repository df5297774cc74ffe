package io.banyan.node.media.rehearsal;

import io.banyan.node.media.link.LinkHandshakes;
import io.banyan.node.media.loop.DatagramPort;
import io.banyan.node.media.loop.LoopClock;
import io.banyan.node.media.loop.LoopSettings;
import io.banyan.node.media.loop.MediaLoop;
import io.banyan.node.media.loop.Neighbourhood;
import io.banyan.node.media.transport.DtlsRunner;
import io.banyan.node.plane.MediaCommand;
import io.banyan.node.plane.SlotWish;
import io.banyan.node.plane.TrackSpec;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.ice.OwnerUfrag;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.SubscriptionId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.id.TransportId;
import io.banyan.protocol.rtp.MediaKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client that sees and hears itself for a moment, through a loop and a port of their own. In a cold JVM a handshake
 * takes a second or two and the first packets of a call 50 to 150 ms each, which whoever came first would see as a
 * freeze, and hear.
 */
public final class Rehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private static final TransportId TRANSPORT = new TransportId(0, 1);

    private final MediaLoop loop;
    private final RehearsalClient client;
    private final IceCredentials node;
    private final ParticipantId participant = ParticipantId.random();

    private Rehearsal(
            LoopSettings settings, DtlsRunner dtls, LoopClock clock, DatagramPort.Binder binder, RandomGenerator random)
            throws IOException {
        DatagramPort port = binder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "rehearsal");
        OwnerUfrag.Codec ufrags = new OwnerUfrag.Codec(settings.meshKeys());
        node = IceCredentials.withRandomPassword(ufrags.make(settings.node(), 0, random.nextLong()));
        loop = new MediaLoop(
                0, port, clock, settings, dtls, LinkHandshakes.NONE, new Neighbourhood(1), _ -> {}, random.nextLong());
        client = new RehearsalClient(port.localAddress(), node, dtls.fingerprint(), clock, random);
    }

    /** Performs it in the background. */
    public static void start(
            LoopSettings settings,
            DtlsRunner dtls,
            LoopClock clock,
            DatagramPort.Binder binder,
            RandomGenerator random) {
        Thread.ofPlatform().daemon().name("rehearsal").start(() -> {
            try {
                if (!perform(settings, dtls, clock, binder, random)) {
                    LOG.warn("this node cannot talk to itself: media or DTLS handshakes fail");
                }
            } catch (IOException e) {
                LOG.warn("no rehearsal: the first call will start slowly", e);
            }
        });
    }

    /** Blocks until it is over; whether media came back. */
    static boolean perform(
            LoopSettings settings, DtlsRunner dtls, LoopClock clock, DatagramPort.Binder binder, RandomGenerator random)
            throws IOException {
        long begunNanos = clock.nowNanos();
        Rehearsal rehearsal = new Rehearsal(settings, dtls, clock, binder, random);
        try (rehearsal.loop;
                rehearsal.client) {
            boolean hasWorked = rehearsal.perform();
            LOG.info("rehearsed for {} ms", (clock.nowNanos() - begunNanos) / 1_000_000);
            return hasWorked;
        }
    }

    private boolean perform() throws IOException {
        loop.start();
        submit(new MediaCommand.OpenTransport(
                TRANSPORT,
                new RoomId(new TenantId("banyan"), "rehearsal"),
                participant,
                node,
                client.credentials(),
                List.of(client.fingerprint()),
                _ -> {}));
        submit(new MediaCommand.SetMedia(TRANSPORT, RehearsalLines.ALL));
        show(MediaKind.AUDIO, RehearsalLines.AUDIO, RehearsalLines.AUDIO_SLOT, 1);
        show(MediaKind.VIDEO, RehearsalLines.VIDEO, RehearsalLines.VIDEO_SLOT, 2);
        boolean hasWorked = client.connect() && client.talk();
        submit(new MediaCommand.CloseTransport(TRANSPORT));
        return hasWorked;
    }

    private void show(MediaKind kind, String mid, String slot, int csrc) {
        TrackId track = TrackId.random();
        submit(new MediaCommand.AddTrack(
                TRANSPORT, new TrackSpec(track, participant, mid, kind, csrc, 640, 360, false, false, false)));
        submit(new MediaCommand.AddForwarder(TRANSPORT, SubscriptionId.random(), slot, track, SlotWish.BEST));
    }

    private void submit(MediaCommand command) {
        if (!loop.submit(command)) {
            throw new IllegalStateException("a new loop is full");
        }
    }
}
