package io.banyan.loadtest.mesh;

import io.banyan.loadtest.netem.NetemProfile;
import io.banyan.loadtest.netem.TcpCutter;
import io.banyan.loadtest.netem.UdpEmulator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The emulated links of a mesh: between each two nodes one for what each of them begins. A link is what its two
 * directions are, whoever began. Any thread may call.
 */
final class MeshLinks implements AutoCloseable {
    private record Ordered(String from, String to) {
        Ordered reversed() {
            return new Ordered(to, from);
        }
    }

    private record Way(Ordered nodes, MeshTraffic traffic) {}

    /** What {@code from} reaches {@code to} by. */
    private record Link(UdpEmulator backbone, @Nullable TcpCutter control) {
        void close() {
            backbone.close();
            if (control != null) {
                control.close();
            }
        }
    }

    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private final InetAddress bind;
    private final int loops;
    private final Map<Ordered, Link> links = new HashMap<>();
    private final Map<Way, LinkCondition> conditions = new HashMap<>();
    private long seed = 1;

    MeshLinks(InetAddress bind, int loops) {
        this.bind = bind;
        this.loops = loops;
    }

    /** Opens the link anew, as {@code to} has other addresses now. */
    synchronized void open(MeshNode from, MeshNode to) {
        Ordered nodes = new Ordered(from.name(), to.name());
        Link before = links.remove(nodes);
        if (before != null) {
            before.close();
        }
        List<InetSocketAddress> listen = new ArrayList<>();
        List<InetSocketAddress> media = new ArrayList<>();
        for (int loop = 0; loop < loops; loop++) {
            listen.add(new InetSocketAddress(bind, 0));
            media.add(new InetSocketAddress(bind, to.addresses.media() + loop));
        }
        // Nodes of one region speak by their cluster, not by streams.
        TcpCutter control = from.region().equals(to.region())
                ? null
                : TcpCutter.open(
                        loopback,
                        new InetSocketAddress(loopback, to.addresses.control()),
                        NetemProfile.PERFECT,
                        NetemProfile.PERFECT,
                        ++seed);
        links.put(
                nodes,
                new Link(UdpEmulator.open(listen, media, NetemProfile.PERFECT, NetemProfile.PERFECT, ++seed), control));
        apply(nodes);
    }

    /** Address as it is advertised, to the one that {@code from} uses instead. */
    synchronized Map<String, String> via(MeshNode from, MeshNode to) {
        Link link = links.get(new Ordered(from.name(), to.name()));
        Map<String, String> via = new LinkedHashMap<>();
        if (link == null) {
            return via;
        }
        for (int loop = 0; loop < loops; loop++) {
            via.put(
                    bind.getHostAddress() + ":" + (to.addresses.media() + loop),
                    text(link.backbone().addresses().get(loop)));
        }
        if (link.control() != null) {
            via.put(
                    loopback.getHostAddress() + ":" + to.addresses.control(),
                    text(link.control().address()));
        }
        return via;
    }

    /** Changes one direction. */
    synchronized void change(MeshNode from, MeshNode to, MeshTraffic traffic, UnaryOperator<LinkCondition> change) {
        Ordered nodes = new Ordered(from.name(), to.name());
        conditions.merge(
                new Way(nodes, traffic), change.apply(LinkCondition.PERFECT), (before, fresh) -> change.apply(before));
        apply(nodes);
        apply(nodes.reversed());
    }

    synchronized LinkCondition condition(MeshNode from, MeshNode to, MeshTraffic traffic) {
        return condition(new Ordered(from.name(), to.name()), traffic);
    }

    @Override
    public synchronized void close() {
        links.values().forEach(Link::close);
        links.clear();
    }

    private LinkCondition condition(Ordered nodes, MeshTraffic traffic) {
        return conditions.getOrDefault(new Way(nodes, traffic), LinkCondition.PERFECT);
    }

    private void apply(Ordered nodes) {
        Link link = links.get(nodes);
        if (link == null) {
            return;
        }
        LinkCondition mediaUp = condition(nodes, MeshTraffic.BACKBONE);
        LinkCondition mediaDown = condition(nodes.reversed(), MeshTraffic.BACKBONE);
        link.backbone().setProfiles(mediaUp.datagramProfile(), mediaDown.datagramProfile());
        if (link.control() != null) {
            LinkCondition up = condition(nodes, MeshTraffic.CONTROL);
            LinkCondition down = condition(nodes.reversed(), MeshTraffic.CONTROL);
            link.control().setProfiles(up.profile(), down.profile());
            link.control().hold(up.isCut(), down.isCut());
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
