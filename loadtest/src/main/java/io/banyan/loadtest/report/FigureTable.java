package io.banyan.loadtest.report;

import java.util.ArrayList;
import java.util.List;

/** Figures in aligned columns, one a line. */
public final class FigureTable {
    private static final List<String> HEAD = List.of("figure", "value", "unit", "goal", "met", "");

    private FigureTable() {}

    public static String of(List<Figure> figures) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        for (Figure figure : figures) {
            rows.add(List.of(
                    figure.name(),
                    Goal.number(figure.value()),
                    figure.unit(),
                    figure.goal().text(),
                    figure.goal() instanceof Goal.None ? "" : figure.met() ? "yes" : "NO",
                    figure.note()));
        }
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - row.get(i).length());
                // Numbers end where their column ends.
                line.append(i == 1 ? padding + row.get(i) : row.get(i) + padding)
                        .append("  ");
            }
            table.append(line.toString().stripTrailing()).append('\n');
        }
        return table.toString();
    }
}
