package io.banyan.loadtest.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The figures of one run, in the order they were measured. Not thread-safe. */
public final class Report {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Machine machine;
    private final Map<String, Object> settings;
    private final List<Figure> figures = new ArrayList<>();

    /** @param settings of the run, as they shall stand in the JSON */
    public Report(Machine machine, Map<String, Object> settings) {
        this.machine = machine;
        this.settings = settings;
    }

    public void add(Figure figure) {
        figures.add(figure);
    }

    public List<Figure> figures() {
        return List.copyOf(figures);
    }

    /** Whether every goal was met. */
    public boolean allMet() {
        return figures.stream().allMatch(Figure::met);
    }

    public String table() {
        return FigureTable.of(figures);
    }

    /** {@code {machine, settings, figures: [{name, value, unit, goal, met}]}}; what could not be measured is null. */
    public String json() {
        ObjectNode root = JSON.createObjectNode();
        root.set("machine", JSON.valueToTree(machine));
        root.set("settings", JSON.valueToTree(settings));
        var array = root.putArray("figures");
        for (Figure figure : figures) {
            ObjectNode node = array.addObject().put("name", figure.name());
            if (Double.isNaN(figure.value())) {
                node.putNull("value");
            } else {
                node.put("value", figure.value());
            }
            node.put("unit", figure.unit()).put("goal", figure.goal().text()).put("met", figure.met());
            if (!figure.note().isEmpty()) {
                node.put("note", figure.note());
            }
        }
        return root.toPrettyString() + "\n";
    }

    public void writeJson(Path file) {
        try {
            Files.writeString(file, json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
