package io.banyan.loadtest.peer;

import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.rtp.MediaKind;
import io.banyan.protocol.signal.v1.ClientInfo;
import io.banyan.protocol.signal.v1.ClientMessage;
import io.banyan.protocol.signal.v1.Downlink;
import io.banyan.protocol.signal.v1.GetDownlink;
import io.banyan.protocol.signal.v1.Join;
import io.banyan.protocol.signal.v1.Joined;
import io.banyan.protocol.signal.v1.Leave;
import io.banyan.protocol.signal.v1.Participant;
import io.banyan.protocol.signal.v1.Ping;
import io.banyan.protocol.signal.v1.PublishedTrack;
import io.banyan.protocol.signal.v1.Resume;
import io.banyan.protocol.signal.v1.Resumed;
import io.banyan.protocol.signal.v1.ServerMessage;
import io.banyan.protocol.signal.v1.SlotAssigned;
import io.banyan.protocol.signal.v1.SlotPaused;
import io.banyan.protocol.signal.v1.SlotRequest;
import io.banyan.protocol.signal.v1.Track;
import io.banyan.protocol.signal.v1.TrackKind;
import io.banyan.protocol.signal.v1.UpdateSlots;
import io.banyan.protocol.signal.v1.UpdateTrack;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A participant without a browser: joins, publishes, watches and counts. Its methods may be called from any thread;
 * they wait for the node's answer where there is one.
 */
public final class SyntheticPeer implements AutoCloseable {
    /** Where the media goes, given the answer's first candidate: another address puts an emulator between. */
    public static final UnaryOperator<InetSocketAddress> AS_ANSWERED = UnaryOperator.identity();

    /** As the SDK does; a node gives up a connection that is silent for 30 s. */
    private static final long PING_NANOS = 5_000_000_000L;

    private final PeerLoop loop;
    private final PeerSettings settings;
    private final PeerRoster roster = new PeerRoster();
    private final List<ServerMessage> heard = new CopyOnWriteArrayList<>();
    private final Map<String, SlotAssigned> assigned = new ConcurrentHashMap<>();
    private final List<SlotPaused> pauses = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Boolean> connected = new CompletableFuture<>();
    private final Joined joined;
    private final IceCredentials nodeCredentials;
    private final PeerMedia media;
    private final PeerTransport transport;
    private volatile SignalConnection signal;
    private volatile String resumeToken;
    private final ReentrantLock order = new ReentrantLock();
    /** Until then messages wait in {@link #heard}: the node may say something before this is all there. */
    private boolean isReady;

    private SyntheticPeer(PeerLoop loop, PeerSettings settings, UnaryOperator<InetSocketAddress> route) {
        this.loop = loop;
        this.settings = settings;
        SplittableRandom random = new SplittableRandom(settings.seed());
        IceCredentials credentials = IceCredentials.random();
        Fingerprint stated = settings.statedFingerprint();
        PeerOffer offer = new PeerOffer(
                credentials, stated == null ? loop.certificate().fingerprint() : stated, settings.reportsArrivals());
        PublishedMedia published = new PublishedMedia(settings, offer, random);
        for (int i = 0; i < settings.slotPairs(); i++) {
            offer.addSlot(MediaKind.AUDIO);
            offer.addSlot(MediaKind.VIDEO);
        }
        signal = SignalConnection.open(loop.http(), settings.signalling(), this::onMessage);
        joined = signal.request(join(settings, offer, published)).getJoined();
        resumeToken = joined.getResumeToken();
        roster.replace(joined.getRoster());
        PeerAnswer answer = PeerAnswer.read(joined.getAnswer());
        nodeCredentials = answer.credentials();
        List<MediaSource> sources = published.sources(this::numberOf, System.nanoTime());
        media = new PeerMedia(
                sources, answer.slots(), () -> connected.complete(true), PING_NANOS, this::ping, System.nanoTime());
        transport = loop.call(() -> {
            PeerTransport made = new PeerTransport(
                    loop,
                    route.apply(answer.candidates().getFirst()),
                    credentials,
                    answer.credentials(),
                    answer.fingerprint(),
                    settings.profiles(),
                    random,
                    media);
            media.attach(made);
            loop.add(made);
            return made;
        });
        becomeReady();
    }

    /**
     * Joins and begins to connect.
     *
     * @throws SignalRefusedException when the node says no
     */
    public static SyntheticPeer join(PeerLoop loop, PeerSettings settings) {
        return join(loop, settings, AS_ANSWERED);
    }

    public static SyntheticPeer join(PeerLoop loop, PeerSettings settings, UnaryOperator<InetSocketAddress> route) {
        return new SyntheticPeer(loop, settings, route);
    }

    public String participantId() {
        return joined.getParticipantId();
    }

    /** As the node answered the join. */
    public Joined joined() {
        return joined;
    }

    /** Of the node's answer: what this peer's checks are signed with. */
    public IceCredentials nodeCredentials() {
        return nodeCredentials;
    }

    public PeerRoster roster() {
        return roster;
    }

    /** Every message so far that answered no request. */
    public List<ServerMessage> heard() {
        return List.copyOf(heard);
    }

    public SignalConnection signal() {
        return signal;
    }

    /** Until packets can be sent. */
    public SyntheticPeer awaitConnected(Duration timeout) {
        connected.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS).join();
        return this;
    }

    public PeerStats stats() {
        return loop.call(media::stats);
    }

    /** The longest freezes and gaps are of what follows. */
    public void forgetLongest() {
        loop.execute(media::forgetLongest);
    }

    /** What the node says that the way to this peer carries. */
    public Downlink downlink() {
        return signal.request(ClientMessage.newBuilder().setGetDownlink(GetDownlink.getDefaultInstance()))
                .getDownlink();
    }

    /** What it was told about slots that stand still, and go on, since it joined. */
    public List<SlotPaused> pauses() {
        return List.copyOf(pauses);
    }

    /** Mids of the slots of one kind. */
    public List<String> slots(MediaKind kind) {
        TrackKind wanted = kind == MediaKind.AUDIO ? TrackKind.TRACK_KIND_AUDIO : TrackKind.TRACK_KIND_VIDEO;
        return joined.getSlotsList().stream()
                .filter(slot -> slot.getKind() == wanted)
                .map(io.banyan.protocol.signal.v1.Slot::getMid)
                .toList();
    }

    /** Puts a track on a slot; an empty id frees it. */
    public SlotAssigned show(String slotMid, String trackId) {
        return update(List.of(SlotRequest.newBuilder()
                        .setMid(slotMid)
                        .setTrackId(trackId)
                        .build()))
                .getFirst();
    }

    /** Puts the participant's first sound and picture on the i-th pair. */
    public List<SlotAssigned> showParticipant(int pair, Participant participant) {
        List<SlotRequest> requests = new ArrayList<>();
        for (Track track : participant.getTracksList()) {
            MediaKind kind = track.getKind() == TrackKind.TRACK_KIND_AUDIO ? MediaKind.AUDIO : MediaKind.VIDEO;
            requests.add(SlotRequest.newBuilder()
                    .setMid(slots(kind).get(pair))
                    .setTrackId(track.getTrackId())
                    .build());
        }
        return update(requests);
    }

    public List<SlotAssigned> update(List<SlotRequest> slots) {
        List<SlotAssigned> now = signal.request(ClientMessage.newBuilder()
                        .setUpdateSlots(UpdateSlots.newBuilder().addAllSlots(slots)))
                .getSlotsUpdated()
                .getSlotsList();
        now.forEach(this::onAssigned);
        return now;
    }

    /** What the node said last about a slot; null: nothing. */
    public @Nullable SlotAssigned onSlot(String mid) {
        return assigned.get(mid);
    }

    /** Mutes by signalling and stops, or starts, the packets. */
    public void setMuted(PublishedTrack track, boolean muted) {
        loop.execute(() -> media.setMuted(track.getMid(), muted));
        signal.request(ClientMessage.newBuilder()
                .setUpdateTrack(
                        UpdateTrack.newBuilder().setTrackId(track.getTrackId()).setMuted(muted)));
    }

    /** Takes up the session on a new socket, after the old one was lost. */
    public Resumed resume() {
        long received = signal.receivedSequence();
        signal = SignalConnection.open(loop.http(), settings.signalling(), this::onMessage);
        Resumed resumed = signal.request(ClientMessage.newBuilder()
                        .setResume(Resume.newBuilder()
                                .setResumeToken(resumeToken)
                                .setRosterVersion(roster.version())
                                .setReceivedSequence(received)))
                .getResumed();
        resumeToken = resumed.getResumeToken();
        if (resumed.hasRoster()) {
            roster.replace(resumed.getRoster());
        } else {
            roster.apply(resumed.getRosterChanged());
        }
        resumed.getSlotsList().forEach(this::onAssigned);
        return resumed;
    }

    /** While silent nothing leaves this peer but ICE's checks. */
    public void setSilent(boolean silent) {
        loop.execute(() -> media.setSilent(silent));
    }

    /** Whether somebody speaks into the microphone; while not, it sends what Opus sends then (DTX). */
    public void setSpeaking(boolean speaking) {
        loop.execute(() -> media.setSpeaking(speaking));
    }

    /** A datagram as it is on the media socket. */
    public void sendRaw(byte[] datagram) {
        loop.execute(() -> transport.sendRaw(datagram));
    }

    /** Says goodbye and ends the media. */
    public void leave() {
        signal.send(
                ClientMessage.newBuilder().setLeave(Leave.getDefaultInstance()).build());
        endMedia();
    }

    /** Ends socket and media without a word, as a killed process does. */
    public void vanish() {
        signal.abort();
        loop.execute(transport::vanish);
    }

    @Override
    public void close() {
        if (!signal.closed().isDone()) {
            leave();
        } else {
            endMedia();
        }
    }

    private void endMedia() {
        loop.execute(transport::close);
    }

    private void ping() {
        SignalConnection now = signal;
        if (!now.closed().isDone()) {
            now.send(ClientMessage.newBuilder()
                    .setPing(Ping.newBuilder().setClientTimeMillis(System.currentTimeMillis()))
                    .build());
        }
    }

    private static ClientMessage.Builder join(PeerSettings settings, PeerOffer offer, PublishedMedia published) {
        return ClientMessage.newBuilder()
                .setJoin(Join.newBuilder()
                        .setToken(settings.token())
                        .setRoom(settings.room())
                        .setOffer(offer.sdp())
                        .addAllTracks(published.offers())
                        .setDisplayName(settings.name())
                        .setClient(ClientInfo.newBuilder().setSdk("banyan-loadtest")));
    }

    /** What the packets of a track of ours carry. */
    private int numberOf(String clientTrackId) {
        return joined.getTracksList().stream()
                .filter(track -> track.getClientTrackId().equals(clientTrackId))
                .map(track -> track.getTrackId().hashCode())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the node named no track " + clientTrackId));
    }

    private void becomeReady() {
        order.lock();
        try {
            isReady = true;
            heard.forEach(this::act);
        } finally {
            order.unlock();
        }
    }

    private void onMessage(ServerMessage message) {
        order.lock();
        try {
            heard.add(message);
            if (isReady) {
                act(message);
            }
        } finally {
            order.unlock();
        }
    }

    private void act(ServerMessage message) {
        switch (message.getMessageCase()) {
            case ROSTER_CHANGED -> roster.apply(message.getRosterChanged());
            case SLOT_ASSIGNED -> onAssigned(message.getSlotAssigned());
            case SLOT_PAUSED -> pauses.add(message.getSlotPaused());
            case KEY_FRAME_REQUESTED -> {
                String trackId = message.getKeyFrameRequested().getTrackId();
                String rid = message.getKeyFrameRequested().getRid();
                joined.getTracksList().stream()
                        .filter(track -> track.getTrackId().equals(trackId))
                        .forEach(track -> loop.execute(() -> media.onKeyframeRequest(track.getMid(), rid)));
            }
            default -> {}
        }
    }

    private void onAssigned(SlotAssigned slot) {
        assigned.put(slot.getMid(), slot);
        if (!slot.getTrackId().isEmpty()) {
            loop.execute(() -> media.onAnnounced(
                    slot.getMid(), slot.getCsrc(), slot.getTrackId().hashCode()));
        }
    }
}
