package io.banyan.node.mesh.directory;

import io.banyan.protocol.wire.v1.CountedViewer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which viewers a place of the directory has not answered to know yet. Owned by one actor. */
final class UnsaidViewers {
    private final Map<Long, Long> unsaid = new LinkedHashMap<>(0);
    private List<CountedViewer> said = List.of();

    /** Others are there now: those who left need not be said. */
    void onChange(Map<Long, Long> before, Map<Long, Long> now) {
        unsaid.keySet().retainAll(now.keySet());
        now.forEach((identity, joined) -> {
            if (!joined.equals(before.get(identity))) {
                unsaid.put(identity, joined);
            }
        });
    }

    /** The place is to hear of everybody. */
    void onWhole(Map<Long, Long> everybody) {
        unsaid.clear();
        unsaid.putAll(everybody);
    }

    /** Says the first of them; again until it is answered. */
    List<CountedViewer> say(int limit) {
        List<CountedViewer> saying = new ArrayList<>(Math.min(limit, unsaid.size()));
        for (Map.Entry<Long, Long> viewer : unsaid.entrySet()) {
            if (saying.size() == limit) {
                break;
            }
            saying.add(CountedViewer.newBuilder()
                    .setIdentity(viewer.getKey())
                    .setJoinedAtMillis(viewer.getValue())
                    .build());
        }
        said = saying;
        return saying;
    }

    /** What was said last has arrived. */
    void onAnswered() {
        for (CountedViewer viewer : said) {
            unsaid.remove(viewer.getIdentity(), viewer.getJoinedAtMillis());
        }
        said = List.of();
    }

    boolean isAnyUnsaid() {
        return !unsaid.isEmpty();
    }
}
