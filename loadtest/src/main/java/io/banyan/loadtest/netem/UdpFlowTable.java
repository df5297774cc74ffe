package io.banyan.loadtest.netem;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The clients of an emulator, bounded: a new one takes the place of one that was silent for long, or gets none. */
final class UdpFlowTable {
    /** More clients than one machine's browsers make; each costs a socket. */
    private static final int MAX_FLOWS = 4_096;
    /** Longer than the node itself keeps a silent client (60 s for an ICE restart). */
    private static final long SILENT_NANOS = 90_000_000_000L;

    private record Key(InetSocketAddress client, DatagramChannel listening) {}

    private final Selector selector;
    private final long seed;
    private final Map<Key, UdpFlow> flows = new LinkedHashMap<>();
    private NetemProfile up;
    private NetemProfile down;
    private @Nullable Bottleneck sharedDown;
    private NetemStats upGone = NetemStats.ZERO;
    private NetemStats downGone = NetemStats.ZERO;
    private long nextSeed;

    UdpFlowTable(Selector selector, NetemProfile up, NetemProfile down, long seed) {
        this.selector = selector;
        this.up = up;
        this.down = down;
        this.seed = seed;
    }

    int size() {
        return flows.size();
    }

    /** The client that has been there for longest. */
    @Nullable
    UdpFlow first() {
        return flows.isEmpty() ? null : flows.values().iterator().next();
    }

    @Nullable
    UdpFlow flowOf(InetSocketAddress client, DatagramChannel listening, InetSocketAddress node, long nowNanos)
            throws IOException {
        Key key = new Key(client, listening);
        UdpFlow flow = flows.get(key);
        if (flow == null) {
            if (flows.size() >= MAX_FLOWS && !evictSilent(nowNanos)) {
                return null;
            }
            flow = new UdpFlow(client, listening, node, selector, link(up, null), link(down, sharedDown));
            flows.put(key, flow);
        }
        flow.lastHeardNanos = nowNanos;
        return flow;
    }

    void setProfiles(NetemProfile newUp, NetemProfile newDown) {
        up = newUp;
        down = newDown;
        for (UdpFlow flow : flows.values()) {
            flow.relink(link(up, null), link(down, sharedDown));
        }
    }

    /** What goes to all clients goes through one link from now on. */
    void shareDown(Bottleneck link) {
        sharedDown = link;
        setProfiles(up, down);
    }

    void cut() {
        flows.values().forEach(flow -> flow.isCut = true);
    }

    void move() throws IOException {
        for (UdpFlow flow : flows.values()) {
            flow.move(selector);
        }
    }

    NetemStats stats(Direction direction) {
        NetemStats sum = direction == Direction.UP ? upGone : downGone;
        for (UdpFlow flow : flows.values()) {
            sum = sum.plus(flow.stats(direction));
        }
        return sum;
    }

    private Netem link(NetemProfile profile, @Nullable Bottleneck shared) {
        long ownSeed = seed + 0x9E3779B97F4A7C15L * ++nextSeed;
        return shared == null ? new Netem(profile, ownSeed) : new Netem(profile, shared, ownSeed);
    }

    private boolean evictSilent(long nowNanos) throws IOException {
        boolean anyGone = false;
        for (Iterator<UdpFlow> each = flows.values().iterator(); each.hasNext(); ) {
            UdpFlow flow = each.next();
            if (nowNanos - flow.lastHeardNanos > SILENT_NANOS) {
                upGone = upGone.plus(flow.stats(Direction.UP));
                downGone = downGone.plus(flow.stats(Direction.DOWN));
                flow.close();
                each.remove();
                anyGone = true;
            }
        }
        return anyGone;
    }
}
