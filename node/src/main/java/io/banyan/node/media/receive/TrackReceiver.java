package io.banyan.node.media.receive;

import io.banyan.node.media.count.DropCounters;
import io.banyan.protocol.rtp.MediaKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All encodings of one published track, and who takes their packets. Owned by a media loop. */
public final class TrackReceiver {
    /** Browsers stop a layer between two frames; half a second is many frames. */
    public static final long SILENCE_NANOS = 500_000_000;

    /**
     * An encoding is silent only if its siblings went on meanwhile: a still screen share makes a frame a second, on all
     * encodings.
     */
    static final int SILENCE_FRAMES = 5;

    private final boolean encrypted;
    private final CaptureClock captureClock;
    private final List<EncodingReceiver> encodings;
    /** The same: a list makes an iterator for each packet. */
    private final EncodingReceiver[] inArray;

    private ReceiveSettings settings;
    private PacketSink[] sinks = new PacketSink[0];
    private int sinkChanges;

    /**
     * Makes a receiver with one encoding for each rid, or with one that has none.
     *
     * @param encrypted end to end: payloads are not looked into for redundancy
     * @param captureClock of the participant: one for all of its tracks
     */
    public TrackReceiver(ReceiveSettings settings, boolean encrypted, CaptureClock captureClock, DropCounters drops) {
        this.settings = settings;
        this.encrypted = encrypted;
        this.captureClock = captureClock;
        List<String> rids = settings.rids().isEmpty() ? List.of("") : settings.rids();
        List<EncodingReceiver> made = new ArrayList<>();
        for (String rid : rids) {
            made.add(new EncodingReceiver(this, rid, made.size(), drops));
        }
        encodings = List.copyOf(made);
        inArray = made.toArray(EncodingReceiver[]::new);
    }

    /** The m-line was negotiated anew. Its rids cannot change: that is a new track. */
    public void renegotiate(ReceiveSettings newSettings) {
        settings = newSettings;
    }

    /** Gives the sink every packet from now on. */
    public void addSink(PacketSink sink) {
        PacketSink[] more = Arrays.copyOf(sinks, sinks.length + 1);
        more[sinks.length] = sink;
        sinks = more;
        sinkChanges++;
    }

    /** Ends that. */
    @SuppressWarnings("ReferenceEquality") // This sink, not one like it.
    public void removeSink(PacketSink sink) {
        sinks = Arrays.stream(sinks).filter(other -> other != sink).toArray(PacketSink[]::new);
        sinkChanges++;
    }

    /** Counts sinks that came or went. */
    public int sinkChanges() {
        return sinkChanges;
    }

    /** Lowest quality first. */
    public List<EncodingReceiver> encodings() {
        return encodings;
    }

    /** The encoding of this rid, or null. An empty rid is that of a track with one encoding. */
    public @Nullable EncodingReceiver encoding(String rid) {
        for (EncodingReceiver encoding : encodings) {
            if (encoding.rid().equals(rid)) {
                return encoding;
            }
        }
        return null;
    }

    public MediaKind kind() {
        return settings.kind();
    }

    /** End to end: its payloads are its subscribers' affair alone. */
    public boolean isEncrypted() {
        return encrypted;
    }

    public ReceiveSettings settings() {
        return settings;
    }

    /** Asks for the key frames that are due. */
    public void pollKeyframes(Upstream upstream, long nowNanos) {
        for (EncodingReceiver encoding : inArray) {
            boolean isSent = encoding.isBound() && !encoding.presence().isPaused();
            if (isSent && encoding.keyframes().pollDue(nowNanos)) {
                upstream.askForKeyframe(encoding, nowNanos);
            }
        }
    }

    /** Whether any sink wants packets of this encoding now. */
    public boolean isWanted(EncodingReceiver encoding) {
        for (PacketSink sink : sinks) {
            if (sink.wants(encoding)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Among how many of the loudest the track has to be to be wanted by any sink; 0: one wants it whatever, or none does.
     */
    public int wantedAmong(EncodingReceiver encoding) {
        int most = 0;
        for (PacketSink sink : sinks) {
            if (sink.wants(encoding)) {
                int among = sink.wantsAmong();
                if (among == 0) {
                    return 0;
                }
                most = Math.max(most, among);
            }
        }
        return most;
    }

    /** Whether anything came within the time. */
    public boolean hasMedia(long nowNanos, long withinNanos) {
        for (EncodingReceiver encoding : inArray) {
            if (encoding.presence().isArriving(nowNanos, withinNanos)) {
                return true;
            }
        }
        return false;
    }

    /** Of the participant: one for all of its tracks. */
    public CaptureClock captureClock() {
        return captureClock;
    }

    void deliver(EncodingReceiver from, PacketSlot slot, long nowNanos) {
        for (PacketSink sink : sinks) {
            sink.onPacket(from, slot, nowNanos);
        }
    }

    void deliverReport(EncodingReceiver from, long ntpTimestamp, int rtpTimestamp, long nowNanos) {
        for (PacketSink sink : sinks) {
            sink.onSenderReport(from, ntpTimestamp, rtpTimestamp, nowNanos);
        }
    }

    void onFrame(EncodingReceiver from) {
        for (EncodingReceiver encoding : inArray) {
            if (encoding == from) {
                encoding.presence().onOwnFrame();
            } else {
                encoding.presence().onOthersFrame();
            }
        }
    }
}
