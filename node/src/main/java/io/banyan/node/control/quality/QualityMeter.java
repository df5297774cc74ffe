package io.banyan.node.control.quality;

import io.banyan.node.plane.ClientReception;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.rtp.MediaKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How well media flows to and from one participant, each way by itself: "others get you badly" and "you get others badly"
 * are different things, with different remedies. Fed once a second. Owned by the participant's actor.
 */
public final class QualityMeter {
    private final Map<String, LegWindow> windows = new HashMap<>();
    private final Map<String, SlotReception> receptions = new HashMap<>();
    private final Map<String, SlotLevel> slots = new HashMap<>();
    private final SteadyLevel sending = new SteadyLevel();
    private final SteadyLevel receiving = new SteadyLevel();
    private @Nullable Score sendingScore;
    private @Nullable Score receivingScore;

    private static final class SlotLevel {
        final TrackId track;
        final SteadyLevel level = new SteadyLevel();

        SlotLevel(TrackId track) {
            this.track = track;
        }
    }

    /** Takes what the client says of one of its slots. */
    public void onReception(ClientReception reception) {
        if (reception.overMillis() > 0) {
            receptions.put(reception.mid(), new SlotReception(reception));
        }
    }

    /**
     * Takes what every leg did in the last second.
     *
     * @param legs all that there are
     * @param held mids of slots that get nothing because the network carries no more
     * @return what is to be said; null: nothing
     */
    public @Nullable QualityChange onSecond(List<Leg> legs, Set<String> held) {
        receptions.values().removeIf(reception -> !reception.age());
        Set<String> seen = new HashSet<>();
        List<Score> audioIn = new ArrayList<>();
        List<Score> videoIn = new ArrayList<>();
        List<Score> audioOut = new ArrayList<>();
        List<Score> videoOut = new ArrayList<>();
        List<QualityChange.SlotVerdict> changed = new ArrayList<>();
        for (Leg leg : legs) {
            LegWindow window = windowOf(leg, seen);
            switch (leg) {
                case Leg.In in -> {
                    if (window.isFlowing()) {
                        (in.kind() == MediaKind.AUDIO ? audioIn : videoIn).add(scoreOf(in, window));
                    }
                }
                case Leg.Out out -> {
                    Score score = held.contains(out.mid())
                            ? VideoScore.held()
                            : window.isFlowing() ? scoreOf(out, window) : null;
                    if (score != null) {
                        (out.kind() == MediaKind.AUDIO ? audioOut : videoOut).add(score);
                    }
                    onSlot(out, score, changed);
                }
            }
        }
        windows.keySet().retainAll(seen);
        slots.keySet().retainAll(seen);
        sendingScore = overall(audioIn, videoIn);
        receivingScore = overall(audioOut, videoOut);
        QualityChange change =
                new QualityChange(changedTo(sending, sendingScore), changedTo(receiving, receivingScore), changed);
        return change.isEmpty() ? null : change;
    }

    /** What others get of the participant, of this second; null: it sends nothing. */
    public @Nullable Score sending() {
        return sendingScore;
    }

    /** What the participant gets of others, of this second; null: nothing is sent to it. */
    public @Nullable Score receiving() {
        return receivingScore;
    }

    private LegWindow windowOf(Leg leg, Set<String> seen) {
        String key = switch (leg) {
            case Leg.In in -> in.sample().track().value() + ' ' + in.sample().rid();
            case Leg.Out out -> out.mid();
        };
        seen.add(key);
        if (leg instanceof Leg.Out out) {
            SlotLevel level = slots.get(key);
            if (level == null || !level.track.equals(out.track())) {
                // What was on the slot before says nothing of what is on it now.
                slots.put(key, new SlotLevel(out.track()));
                windows.remove(key);
                receptions.remove(key);
            }
        }
        LegWindow window = windows.computeIfAbsent(key, ignored -> new LegWindow());
        window.add(
                leg.sample().packets(),
                leg.sample().lost(),
                leg.sample().jitterMicros() / 1e3,
                leg.sample().rttMicros() / 1e3);
        return window;
    }

    private void onSlot(Leg.Out out, @Nullable Score score, List<QualityChange.SlotVerdict> changed) {
        SlotLevel slot = slots.get(out.mid());
        if (slot == null) {
            return;
        }
        QualityChange.Verdict verdict = changedTo(slot.level, score);
        if (verdict != null) {
            changed.add(new QualityChange.SlotVerdict(out.mid(), out.track(), verdict));
        }
    }

    private static Score scoreOf(Leg.In in, LegWindow window) {
        return in.kind() == MediaKind.AUDIO
                ? AudioScore.of(window.lossShare(), window.jitterMillis(), window.rttMillis())
                : VideoScore.ofLoss(window.lossShare());
    }

    private Score scoreOf(Leg.Out out, LegWindow window) {
        SlotReception reception = receptions.get(out.mid());
        if (out.kind() == MediaKind.VIDEO) {
            return reception == null ? VideoScore.ofLoss(window.lossShare()) : reception.videoScore(out);
        }
        double concealed = reception == null ? -1 : reception.concealedShare();
        double lossShare = concealed < 0 ? window.lossShare() : concealed;
        return AudioScore.of(lossShare, window.jitterMillis(), window.rttMillis());
    }

    private static @Nullable Score overall(List<Score> audio, List<Score> video) {
        if (audio.isEmpty()) {
            return video.isEmpty() ? null : Score.mean(video);
        }
        return video.isEmpty() ? Score.mean(audio) : Score.worse(Score.mean(audio), Score.mean(video));
    }

    private static QualityChange.@Nullable Verdict changedTo(SteadyLevel steady, @Nullable Score score) {
        if (!steady.add(score == null ? null : QualityLevel.of(score.mos()))) {
            return null;
        }
        return score == null ? QualityChange.Verdict.NONE : new QualityChange.Verdict(steady.said(), score);
    }
}
