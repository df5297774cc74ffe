package io.banyan.protocol.link;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Child to parent: which encodings of a track to send, and under which alias. Replaces what an earlier version said.
 *
 * @param version of the child's demand for this track, only rises
 * @param encodings at most {@value #MAX_ENCODINGS}, in the order that {@link TrackState} counts them; none wanted ends the
 *     demand
 * @param path node keys from the child down to whom it serves; a node that finds its own key in it refuses, so that there
 *     are no cycles. At most {@value #MAX_PATH}
 * @param resumes of encodings that came from elsewhere until now: the parent sends what it still has behind these first
 * @param among of a track of sound: only while it is among so many of the loudest that the parent knows in its room, 1 to
 *     {@value #MAX_AMONG}; 0: whatever
 */
public record Demand(
        TrackKey track, int version, List<Encoding> encodings, List<Long> path, List<Resume> resumes, int among)
        implements LinkFrame {
    /** Three simulcast layers in two codecs. */
    public static final int MAX_ENCODINGS = 8;

    /** A tree deeper than this is a mistake. */
    public static final int MAX_PATH = 16;

    /** Nobody hears more at a time. */
    public static final int MAX_AMONG = 16;

    public Demand {
        encodings = List.copyOf(encodings);
        path = List.copyOf(path);
        resumes = List.copyOf(resumes);
        if (resumes.size() > MAX_ENCODINGS || encodings.size() > MAX_ENCODINGS || path.size() > MAX_PATH) {
            throw new IllegalArgumentException("too many encodings or nodes");
        }
        if (among < 0 || among > MAX_AMONG) {
            throw new IllegalArgumentException("among 0 to " + MAX_AMONG);
        }
    }

    /**
     * @param rid empty for a track without simulcast; at most {@value #MAX_RID_CHARS} characters
     * @param alias what the child wants it called in media frames, 1 to 65535; {@link #NOT_WANTED}
     */
    public record Encoding(String rid, int alias) {
        public static final int NOT_WANTED = 0;

        /** RFC 8852 §3 allows 255; ours have one. */
        static final int MAX_RID_CHARS = 16;

        public Encoding {
            if (rid.length() > MAX_RID_CHARS || alias < 0 || alias > 0xFFFF) {
                throw new IllegalArgumentException("rid or alias out of range");
            }
        }

        public boolean isWanted() {
            return alias != NOT_WANTED;
        }
    }

    /** One that begins with whatever comes next. */
    public Demand(TrackKey track, int version, List<Encoding> encodings, List<Long> path) {
        this(track, version, encodings, path, List.of());
    }

    /** One that holds however loud the track is. */
    public Demand(TrackKey track, int version, List<Encoding> encodings, List<Long> path, List<Resume> resumes) {
        this(track, version, encodings, path, resumes, 0);
    }

    /**
     * How far an encoding has come.
     *
     * @param encoding its place among the demand's encodings
     * @param epoch of the SSRC modulo 8, as media frames have it
     * @param wireSeq the publisher's RTP sequence number of the last packet that came
     */
    public record Resume(int encoding, int epoch, int wireSeq) {
        public Resume {
            if (encoding < 0
                    || encoding >= MAX_ENCODINGS
                    || epoch < 0
                    || epoch > 7
                    || wireSeq < 0
                    || wireSeq > 0xFFFF) {
                throw new IllegalArgumentException("no such encoding, epoch or number");
            }
        }
    }

    @Override
    public boolean isReliable() {
        return true;
    }

    void write(WireWriter out) {
        track.write(out);
        out.u32(version).u8(encodings.size());
        for (Encoding encoding : encodings) {
            out.text(encoding.rid()).u16(encoding.alias());
        }
        out.u8(path.size());
        for (long nodeKey : path) {
            out.u64(nodeKey);
        }
        if (!resumes.isEmpty() || among > 0) {
            out.u8(resumes.size());
            for (Resume resume : resumes) {
                out.u8(resume.encoding()).u8(resume.epoch()).u16(resume.wireSeq());
            }
        }
        if (among > 0) {
            out.u8(among);
        }
    }

    static @Nullable Demand read(WireReader in) {
        TrackKey track = TrackKey.read(in);
        int version = in.u32();
        int encodingCount = in.u8();
        if (track == null || encodingCount > MAX_ENCODINGS) {
            return null;
        }
        List<Encoding> encodings = new ArrayList<>(encodingCount);
        for (int i = 0; i < encodingCount; i++) {
            String rid = in.text(Encoding.MAX_RID_CHARS);
            encodings.add(new Encoding(rid, in.u16()));
        }
        int pathLength = in.u8();
        if (!in.isWhole() || pathLength > MAX_PATH) {
            return null;
        }
        List<Long> path = new ArrayList<>(pathLength);
        for (int i = 0; i < pathLength; i++) {
            path.add(in.u64());
        }
        List<Resume> resumes = in.isWhole() ? readResumes(in) : List.of();
        int among = in.isWhole() && in.remaining() > 0 ? Math.min(in.u8(), MAX_AMONG) : 0;
        return in.isWhole() ? new Demand(track, version, encodings, path, resumes, among) : null;
    }

    private static List<Resume> readResumes(WireReader in) {
        int count = in.remaining() > 0 ? in.u8() : 0;
        List<Resume> resumes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int encoding = in.u8();
            int epoch = in.u8();
            int wireSeq = in.u16();
            if (in.isWhole() && encoding < MAX_ENCODINGS && epoch < 8 && resumes.size() < MAX_ENCODINGS) {
                resumes.add(new Resume(encoding, epoch, wireSeq));
            }
        }
        return resumes;
    }
}
