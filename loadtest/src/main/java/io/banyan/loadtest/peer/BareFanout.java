package io.banyan.loadtest.peer;

import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.srtp.SrtpKeyMaterial;
import io.banyan.protocol.srtp.SrtpProfile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One publisher and many subscribers without signalling, ICE and DTLS, for a program that only forwards: packets,
 * sockets and verification are those of {@link SyntheticPeer}s, keys are agreed beforehand. Any thread.
 */
public final class BareFanout implements AutoCloseable {
    private static final SrtpProfile PROFILE = SrtpProfile.AEAD_AES_128_GCM;

    private final PeerLoop sending;
    private final PeerLoop receiving;
    private final PeerSettings settings;
    private final SrtpKeyMaterial publisherKeys;
    private final List<BareSubscriber> subscribers = new ArrayList<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private @Nullable BarePublisher publisher;

    /**
     * What the forwarder must know of a subscriber.
     *
     * @param key to seal RTP with
     */
    public record Subscription(InetSocketAddress address, SessionKey key, int videoSsrc, int audioSsrc) {}

    private BareFanout(PeerLoop sending, PeerLoop receiving, VideoSettings video, long seed) {
        this.sending = sending;
        this.receiving = receiving;
        settings = PeerSettings.listener(URI.create("ws://nobody"), "", "", "publisher")
                .publishing(true, video)
                .withSeed(seed);
        publisherKeys = keys(new SplittableRandom(seed));
    }

    /** Opens the subscribers' sockets; nobody publishes yet. */
    public static BareFanout open(
            PeerLoop sending,
            PeerLoop receiving,
            InetAddress address,
            int subscribers,
            VideoSettings video,
            long seed) {
        BareFanout fanout = new BareFanout(sending, receiving, video, seed);
        SplittableRandom random = new SplittableRandom(seed + 1);
        for (int i = 0; i < subscribers; i++) {
            SrtpKeyMaterial keys = keys(random);
            int videoSsrc = random.nextInt() | 1;
            int audioSsrc = videoSsrc + 2;
            BareSubscriber subscriber = receiving.call(
                    () -> new BareSubscriber(receiving, address, keys.serverReceiver(), videoSsrc, audioSsrc));
            fanout.subscribers.add(subscriber);
            fanout.subscriptions.add(new Subscription(
                    subscriber.address(),
                    SessionKey.derive(keys.serverKey(), keys.serverSalt()),
                    videoSsrc,
                    audioSsrc));
        }
        return fanout;
    }

    public List<Subscription> subscriptions() {
        return List.copyOf(subscriptions);
    }

    /** Of the session: what the publisher's packets are to be opened with. */
    public SessionKey publisherKey() {
        return SessionKey.derive(publisherKeys.clientKey(), publisherKeys.clientSalt());
    }

    /** Makes the publisher; it is silent at first. */
    public void publishTo(InetSocketAddress forwarder) {
        SplittableRandom random = new SplittableRandom(settings.seed());
        PeerOffer offer =
                new PeerOffer(IceCredentials.random(), sending.certificate().fingerprint());
        PublishedMedia published = new PublishedMedia(settings, offer, random);
        publisher = sending.call(() -> new BarePublisher(
                sending,
                forwarder,
                publisherKeys.clientSender(),
                published.sources(String::hashCode, System.nanoTime())));
    }

    public void setSilent(boolean silent) {
        BarePublisher told = publisher;
        if (told != null) {
            sending.execute(() -> told.setSilent(silent));
        }
    }

    /** Of all subscribers. */
    public List<SlotStats> slots() {
        return receiving.call(() ->
                subscribers.stream().flatMap(each -> each.slots().stream()).toList());
    }

    /** Packets that did not authenticate. */
    public long refused() {
        return receiving.call(
                () -> subscribers.stream().mapToLong(BareSubscriber::refused).sum());
    }

    @Override
    public void close() {
        BarePublisher ended = publisher;
        if (ended != null) {
            end(sending, ended);
        }
        subscribers.forEach(each -> end(receiving, each));
    }

    private static void end(PeerLoop loop, LoopSocket socket) {
        loop.execute(() -> {
            loop.remove(socket);
            socket.vanish();
        });
    }

    private static SrtpKeyMaterial keys(SplittableRandom random) {
        byte[] clientKey = new byte[PROFILE.keyBytes()];
        byte[] clientSalt = new byte[PROFILE.saltBytes()];
        byte[] serverKey = new byte[PROFILE.keyBytes()];
        byte[] serverSalt = new byte[PROFILE.saltBytes()];
        random.nextBytes(clientKey);
        random.nextBytes(clientSalt);
        random.nextBytes(serverKey);
        random.nextBytes(serverSalt);
        return new SrtpKeyMaterial(PROFILE, clientKey, clientSalt, serverKey, serverSalt);
    }
}
