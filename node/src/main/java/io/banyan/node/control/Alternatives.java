package io.banyan.node.control;

import io.banyan.protocol.id.NodeId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where clients of this node may go when it is lost: the signalling URLs of its neighbours. Any thread may call. */
final class Alternatives {
    /** DESIGN §5. */
    static final int OFFERED = 2;

    private final NodeId self;
    private final Map<NodeId, String> urls = new ConcurrentHashMap<>();

    Alternatives(NodeId self) {
        this.self = self;
    }

    /** A neighbour says where it is; an empty URL says that it takes no clients. */
    void onHello(NodeId node, String url) {
        if (url.isEmpty() || node.equals(self)) {
            urls.remove(node);
        } else {
            urls.put(node, url);
        }
    }

    void onGone(NodeId node) {
        urls.remove(node);
    }

    /** At most two, those whose names follow this node's: so the clients of a lost node spread over the others. */
    List<String> urls() {
        String own = self.toString();
        return urls.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<NodeId, String> entry) ->
                                entry.getKey().toString().compareTo(own) < 0)
                        .thenComparing(entry -> entry.getKey().toString()))
                .limit(OFFERED)
                .map(Map.Entry::getValue)
                .toList();
    }
}
