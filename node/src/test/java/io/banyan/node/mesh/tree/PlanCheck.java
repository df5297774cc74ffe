package io.banyan.node.mesh.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What holds of every plan. */
final class PlanCheck {
    private PlanCheck() {}

    static void check(PlanRequest request, TreePlan plan) {
        Map<NodeId, TreeNode> nodes = new HashMap<>();
        request.nodes().forEach(node -> nodes.put(node.node(), node));
        Map<NodeId, Integer> children = new HashMap<>();
        Map<RegionId, Integer> crossings = new HashMap<>();
        plan.places().forEach((node, place) -> {
            assertThat(nodes).containsKey(node).containsKey(place.parent());
            children.merge(place.parent(), 1, Integer::sum);
            if (!place.parent().region().equals(node.region())) {
                crossings.merge(node.region(), 1, Integer::sum);
            }
            assertThat(hops(plan, node, null)).as("%s in %s", node, plan).isPositive();
        });
        children.forEach((node, count) -> assertThat(count)
                .as("children of %s", node)
                .isLessThanOrEqualTo(
                        nodes.get(node) == null ? 0 : nodes.get(node).fanOut()));
        crossings.forEach(
                (region, count) -> assertThat(count).as("ways into %s", region).isOne());
        assertThat(crossings).doesNotContainKey(request.origin().region());
        if (request.nodes().stream().allMatch(node -> node.fanOut() > 0)) {
            assertThat(plan.places()).hasSize(nodes.size() - 1);
        }
        for (NodeId failed : plan.places().keySet()) {
            checkWithout(failed, plan, nodes);
        }
    }

    /** Everybody who has a backup hears the origin when any one node is gone, and nobody has more than his spare. */
    private static void checkWithout(NodeId failed, TreePlan plan, Map<NodeId, TreeNode> nodes) {
        Map<NodeId, Integer> coming = new HashMap<>();
        plan.places().forEach((node, place) -> {
            NodeId backup = place.backup();
            if (place.parent().equals(failed) && backup != null) {
                coming.merge(backup, 1, Integer::sum);
                assertThat(hops(plan, node, failed))
                        .as("%s without %s in %s", node, failed, plan)
                        .isPositive();
            }
        });
        coming.forEach((backup, count) -> {
            TreeNode node = nodes.get(backup);
            long present = plan.places().values().stream()
                    .filter(place -> place.parent().equals(backup))
                    .count();
            assertThat(node).isNotNull();
            assertThat(present + count).isLessThanOrEqualTo(node.fanOut() + node.spare());
        });
    }

    /** How far it is to the origin, -1 if there is no way. */
    private static int hops(TreePlan plan, NodeId from, @Nullable NodeId failed) {
        NodeId at = from;
        for (int hops = 0; hops <= plan.places().size(); hops++) {
            if (at.equals(plan.origin())) {
                return hops;
            }
            Place place = plan.places().get(at);
            NodeId next = place == null ? null : place.parent().equals(failed) ? place.backup() : place.parent();
            if (next == null || next.equals(failed)) {
                return -1;
            }
            at = next;
        }
        return -1;
    }
}
