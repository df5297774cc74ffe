package io.banyan.protocol.id;

/**
 * One node process's place in the mesh. A restarted node keeps its id and takes a new incarnation.
 *
 * @param region where it stands
 * @param name unique within the region; 1 to 64 of {@code A-Z a-z 0-9 _ . -}
 */
public record NodeId(RegionId region, String name) {
    public NodeId {
        Names.checkToken("node", name);
    }

    /** {@code region/name}, as in the node's certificate ({@code banyan://mesh/region/node}). */
    @Override
    public String toString() {
        return region + "/" + name;
    }

    /**
     * Reads the form that {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static NodeId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a node id has the form region/name");
        }
        return new NodeId(new RegionId(text.substring(0, slash)), text.substring(slash + 1));
    }
}
