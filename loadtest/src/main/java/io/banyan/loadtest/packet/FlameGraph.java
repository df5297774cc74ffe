package io.banyan.loadtest.packet;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Stacks with counts as a picture: each call as wide as its share, callers below, as SVG that any browser shows. */
final class FlameGraph {
    private static final int WIDTH = 1_200;
    private static final int ROW = 16;
    private static final int HEAD = 24;
    private static final double CHARACTER = 6.2;
    /** Narrower than this nobody sees it. */
    private static final double MIN_WIDTH = 0.4;

    private final String name;
    private final Map<String, FlameGraph> calls = new TreeMap<>();
    private long samples;

    private FlameGraph(String name) {
        this.name = name;
    }

    static String svg(String title, Map<String, Long> stacks) {
        FlameGraph root = new FlameGraph("all");
        stacks.forEach((stack, count) -> root.add(stack.split(";", -1), 0, count));
        int height = HEAD + ROW * root.depth();
        StringBuilder out = new StringBuilder();
        out.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"monospace\" "
                        + "font-size=\"10\">%n<text x=\"4\" y=\"15\">%s: %d samples</text>%n",
                WIDTH,
                height,
                escape(title),
                root.samples));
        root.draw(out, 0, height - ROW, (double) WIDTH / Math.max(1, root.samples), root.samples);
        return out.append("</svg>\n").toString();
    }

    private void add(String[] stack, int from, long count) {
        samples += count;
        if (from < stack.length) {
            calls.computeIfAbsent(stack[from], FlameGraph::new).add(stack, from + 1, count);
        }
    }

    private int depth() {
        return 1 + calls.values().stream().mapToInt(FlameGraph::depth).max().orElse(0);
    }

    private void draw(StringBuilder out, double x, int y, double perSample, long all) {
        double width = samples * perSample;
        if (width < MIN_WIDTH) {
            return;
        }
        int letters = (int) (width / CHARACTER);
        String label = letters < 3 ? "" : name.length() <= letters ? name : name.substring(0, letters - 1) + "…";
        out.append(String.format(
                Locale.ROOT,
                "<g><title>%s %.1f %%</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"hsl(%d,70%%,70%%)\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%s</text></g>%n",
                escape(name),
                100.0 * samples / all,
                x,
                y,
                width - 0.2,
                ROW - 1,
                Math.floorMod(name.hashCode(), 60),
                x + 2,
                y + 11,
                escape(label)));
        double at = x;
        for (FlameGraph call : calls.values()) {
            call.draw(out, at, y - ROW, perSample, all);
            at += call.samples * perSample;
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
