package io.banyan.cluster.topology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of one JSON object, read with complaints that name their place.
 *
 * @param where the object's place in the document
 */
record Fields(String where, JsonNode node) {
    /**
     * @throws TopologyException if it is no object or has a field that is not in {@code known}
     */
    static Fields of(String where, JsonNode node, Set<String> known) throws TopologyException {
        if (!node.isObject()) {
            throw new TopologyException(where + " must be an object { … }");
        }
        for (var field : node.properties()) {
            if (!known.contains(field.getKey())) {
                throw new TopologyException(where + " has a field \"" + shown(field.getKey())
                        + "\" that is not known: there are " + new TreeSet<>(known));
            }
        }
        return new Fields(where, node);
    }

    JsonNode required(String name) throws TopologyException {
        JsonNode value = node.get(name);
        if (value == null) {
            throw new TopologyException(where + " has no \"" + name + "\": add it");
        }
        return value;
    }

    String text(String name) throws TopologyException {
        JsonNode value = required(name);
        if (!value.isTextual()) {
            throw new TopologyException(where + "." + name + " must be a text in quotes");
        }
        return value.textValue();
    }

    long wholeNumber(String name) throws TopologyException {
        JsonNode value = required(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 1) {
            throw new TopologyException(where + "." + name + " must be a whole number from 1 on");
        }
        return value.longValue();
    }

    double number(String name, double least, double most) throws TopologyException {
        JsonNode value = required(name);
        if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            throw new TopologyException(where + "." + name + " must be a number from " + least + " to " + most);
        }
        return value.doubleValue();
    }

    List<JsonNode> list(String name) throws TopologyException {
        JsonNode value = required(name);
        if (!value.isArray()) {
            throw new TopologyException(where + "." + name + " must be a list [ … ]");
        }
        List<JsonNode> entries = new ArrayList<>();
        value.forEach(entries::add);
        return entries;
    }

    static HostPort address(String where, JsonNode value) throws TopologyException {
        if (!value.isTextual()) {
            throw new TopologyException(where + " must be a text \"host:port\"");
        }
        try {
            return HostPort.parse(value.textValue());
        } catch (IllegalArgumentException e) {
            throw new TopologyException(where + ": " + e.getMessage());
        }
    }

    private static String shown(String name) {
        return name.length() > 40 ? name.substring(0, 40) + "…" : name.replaceAll("\\p{Cntrl}", "?");
    }
}
