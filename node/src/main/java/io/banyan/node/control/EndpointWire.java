package io.banyan.node.control;

import io.banyan.node.plane.MediaEndpoint;
import io.banyan.protocol.id.NodeId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link MediaEndpoint} as {@code mesh.proto} has it. */
final class EndpointWire {
    private static final int MAX_ADDRESSES = 16;

    private EndpointWire() {}

    static io.banyan.protocol.wire.v1.MediaEndpoint toProto(MediaEndpoint endpoint) {
        io.banyan.protocol.wire.v1.MediaEndpoint.Builder proto = io.banyan.protocol.wire.v1.MediaEndpoint.newBuilder()
                .setNode(endpoint.node().toString())
                .setLoop(endpoint.loop());
        endpoint.addresses().stream().limit(MAX_ADDRESSES).forEach(address -> proto.addAddresses(text(address)));
        return proto.build();
    }

    /** Empty if it is none. No name is looked up: addresses are numbers. */
    static Optional<MediaEndpoint> of(io.banyan.protocol.wire.v1.MediaEndpoint proto) {
        if (proto.getLoop() > 255 || proto.getLoop() < 0 || proto.getAddressesCount() > MAX_ADDRESSES) {
            return Optional.empty();
        }
        List<InetSocketAddress> addresses = new ArrayList<>();
        try {
            NodeId node = NodeId.parse(proto.getNode());
            for (String text : proto.getAddressesList()) {
                addresses.add(address(text));
            }
            return Optional.of(new MediaEndpoint(node, proto.getLoop(), addresses));
        } catch (IllegalArgumentException | UnknownHostException notAnEndpoint) {
            return Optional.empty();
        }
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static InetSocketAddress address(String text) throws UnknownHostException {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean isNumeric = !host.isEmpty() && host.matches("[0-9.]+|\\[[0-9a-fA-F:.]+]");
        if (!isNumeric) {
            throw new IllegalArgumentException("not an address: " + text);
        }
        return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(text.substring(colon + 1)));
    }
}
