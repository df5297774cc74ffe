package io.banyan.node.sim;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Lines over one axis, as a picture. Not thread-safe. */
public final class Chart {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 440;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 50;
    private static final int BOTTOM = 50;
    private static final int TICKS = 5;
    private static final Color[] COLORS = {
        new Color(0x2B6CB0), new Color(0xC05621), new Color(0x2F855A), new Color(0x805AD5), new Color(0x718096)
    };

    private static final class Line {
        private final String name;
        private final double[] x;
        private final double[] y;

        private Line(String name, double[] x, double[] y) {
            this.name = name;
            this.x = x;
            this.y = y;
        }
    }

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final boolean isLogarithmic;
    private final List<Line> lines = new ArrayList<>();

    /** @param isLogarithmic the horizontal axis is; its values are above 0 */
    public Chart(String title, String xLabel, String yLabel, boolean isLogarithmic) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
        this.isLogarithmic = isLogarithmic;
    }

    /** Adds a line through points, in their order. */
    public Chart line(String name, double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException("a point has two coordinates");
        }
        if (x.length > 0) {
            lines.add(new Line(name, x.clone(), y.clone()));
        }
        return this;
    }

    /** Adds which share of samples is not above a value. */
    public Chart distribution(String name, double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        double[] shares = new double[sorted.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (i + 1.0) / shares.length;
        }
        return line(name, sorted, shares);
    }

    /** Writes it as PNG; folders that are missing are made. */
    public void write(Path file) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        draw(graphics);
        graphics.dispose();
        Files.createDirectories(file.toAbsolutePath().getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    private void draw(Graphics2D graphics) {
        double left = lines.stream()
                .flatMapToDouble(line -> Arrays.stream(line.x))
                .min()
                .orElse(0);
        double right = lines.stream()
                .flatMapToDouble(line -> Arrays.stream(line.x))
                .max()
                .orElse(1);
        double top = Math.max(
                1e-9,
                lines.stream()
                        .flatMapToDouble(line -> Arrays.stream(line.y))
                        .max()
                        .orElse(1));
        double from = axis(left);
        double span = Math.max(1e-9, axis(right) - from);
        graphics.setColor(Color.BLACK);
        graphics.drawString(title, LEFT, 18);
        graphics.drawString(yLabel, 8, TOP - 8);
        graphics.drawString(xLabel, WIDTH / 2 - 60, HEIGHT - 12);
        for (int tick = 0; tick <= TICKS; tick++) {
            double share = (double) tick / TICKS;
            int x = x(share);
            int y = y(share);
            graphics.setColor(new Color(0xE2E8F0));
            graphics.drawLine(x, TOP, x, HEIGHT - BOTTOM);
            graphics.drawLine(LEFT, y, WIDTH - RIGHT, y);
            graphics.setColor(Color.DARK_GRAY);
            double value = from + share * span;
            graphics.drawString(number(isLogarithmic ? Math.pow(10, value) : value), x - 12, HEIGHT - BOTTOM + 16);
            graphics.drawString(number(share * top), 20, y + 4);
        }
        int legend = LEFT + 220;
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            graphics.setColor(COLORS[i % COLORS.length]);
            graphics.setStroke(new BasicStroke(1.8f));
            Path2D path = new Path2D.Double();
            for (int point = 0; point < line.x.length; point++) {
                int x = x((axis(line.x[point]) - from) / span);
                int y = y(line.y[point] / top);
                if (point == 0) {
                    path.moveTo(x, y);
                } else {
                    path.lineTo(x, y);
                }
            }
            graphics.draw(path);
            graphics.drawString(line.name, legend, 36);
            legend += 20 + graphics.getFontMetrics().stringWidth(line.name);
        }
    }

    private double axis(double value) {
        return isLogarithmic ? Math.log10(Math.max(1e-9, value)) : value;
    }

    private static int x(double share) {
        return LEFT + (int) Math.round((WIDTH - LEFT - RIGHT) * share);
    }

    private static int y(double share) {
        return HEIGHT - BOTTOM - (int) Math.round((HEIGHT - TOP - BOTTOM) * share);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.2f", value);
    }
}
