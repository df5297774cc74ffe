package io.banyan.node.mesh.stream;

import io.banyan.node.plane.FrameDrop;
import io.banyan.node.plane.MeshMeter;
import io.banyan.node.plane.StreamRefusal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers every count. */
final class CountingMeter implements MeshMeter {
    private final Map<Object, Integer> counts = new ConcurrentHashMap<>();
    private volatile int open;

    int of(Object what) {
        return counts.getOrDefault(what, 0);
    }

    int openStreams() {
        return open;
    }

    @Override
    public void sent(String kind, int bytes) {
        counts.merge("sent " + kind, bytes, Integer::sum);
    }

    @Override
    public void received(String kind, int bytes) {
        counts.merge("received " + kind, bytes, Integer::sum);
    }

    @Override
    public void refused(StreamRefusal why) {
        counts.merge(why, 1, Integer::sum);
    }

    @Override
    public void dropped(FrameDrop why) {
        counts.merge(why, 1, Integer::sum);
    }

    @Override
    public void open(int streams) {
        open = streams;
    }

    @Override
    public String toString() {
        return counts.toString();
    }

    @Override
    public void ignored(String reason) {}
}
