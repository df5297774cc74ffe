package io.banyan.loadtest.quality;

import io.banyan.loadtest.netem.Bottleneck;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import javax.imageio.ImageIO;

/** Draws an outcome over time: capacity, what went over the link, estimate; the queue; the layers. */
final class QualityPlot {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 480;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int RATES_HEIGHT = 240;
    private static final int QUEUE_TOP = TOP + RATES_HEIGHT + 20;
    private static final int QUEUE_HEIGHT = 80;
    private static final int LAYERS_TOP = QUEUE_TOP + QUEUE_HEIGHT + 15;
    private static final int LAYERS_HEIGHT = 54;
    private static final int STEPS_A_SECOND = (int) (1_000_000_000L / Bottleneck.STEP_NANOS);
    private static final int SMOOTHED_STEPS = 5;

    private static final Color CAPACITY = new Color(0x99A3AD);
    private static final Color SENT = new Color(0x2B6CB0);
    private static final Color ESTIMATE = new Color(0xC05621);
    private static final Color QUEUE = new Color(0x805AD5);

    private final QualityOutcome outcome;
    private final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    private final Graphics2D graphics = image.createGraphics();

    private QualityPlot(QualityOutcome outcome) {
        this.outcome = outcome;
    }

    static void write(QualityScenario scenario, QualityOutcome outcome, Path file) {
        QualityPlot plot = new QualityPlot(outcome);
        plot.draw(scenario.name() + ": " + scenario.plot());
        try {
            ImageIO.write(plot.image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void draw(String title) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        label(title, LEFT, 18, Color.BLACK);
        label("capacity", WIDTH - 260, 18, CAPACITY);
        label("over the link", WIDTH - 190, 18, SENT);
        label("estimate", WIDTH - 90, 18, ESTIMATE);
        drawRates();
        drawQueue();
        drawLayers();
        graphics.dispose();
    }

    private void drawRates() {
        List<Bottleneck.Step> steps = outcome.steps();
        List<QualityOutcome.Second> seconds = outcome.seconds();
        long most = Math.max(
                steps.stream().mapToLong(Bottleneck.Step::capacityBps).max().orElse(1),
                seconds.stream()
                        .mapToLong(QualityOutcome.Second::estimateBps)
                        .max()
                        .orElse(1));
        frame(TOP, RATES_HEIGHT, String.format(Locale.ROOT, "%.1f Mbit/s", most / 1e6));
        line(
                CAPACITY,
                TOP,
                RATES_HEIGHT,
                (double) most,
                steps.size(),
                i -> steps.get(i).capacityBps());
        line(SENT, TOP, RATES_HEIGHT, (double) most, steps.size(), i -> smoothed(steps, i));
        line(
                ESTIMATE,
                TOP,
                RATES_HEIGHT,
                (double) most,
                seconds.size(),
                i -> seconds.get(i).estimateBps());
    }

    private static double smoothed(List<Bottleneck.Step> steps, int end) {
        int begin = Math.max(0, end - SMOOTHED_STEPS + 1);
        return steps.subList(begin, end + 1).stream()
                .mapToLong(Bottleneck.Step::sentBps)
                .average()
                .orElse(0);
    }

    private void drawQueue() {
        List<Bottleneck.Step> steps = outcome.steps();
        long most = Math.max(
                1, steps.stream().mapToLong(Bottleneck.Step::queueNanos).max().orElse(1));
        frame(QUEUE_TOP, QUEUE_HEIGHT, "queue " + most / 1_000_000 + " ms");
        line(
                QUEUE,
                QUEUE_TOP,
                QUEUE_HEIGHT,
                (double) most,
                steps.size(),
                i -> steps.get(i).queueNanos());
    }

    /** A row for each camera: the darker, the better. */
    private void drawLayers() {
        List<QualityOutcome.Second> seconds = outcome.seconds();
        label("layers", 5, LAYERS_TOP + 12, Color.BLACK);
        for (int i = 0; i < seconds.size(); i++) {
            String layers = seconds.get(i).layers();
            int rowHeight = LAYERS_HEIGHT / Math.max(1, layers.length());
            for (int row = 0; row < layers.length(); row++) {
                graphics.setColor(colorOf(layers.charAt(row)));
                int from = x(i, seconds.size());
                graphics.fillRect(from, LAYERS_TOP + row * rowHeight, x(i + 1, seconds.size()) - from, rowHeight - 1);
            }
        }
    }

    private static Color colorOf(char layer) {
        return switch (layer) {
            case 'q' -> new Color(0xBEE3F8);
            case 'h' -> new Color(0x4299E1);
            case 'f' -> new Color(0x2A4365);
            default -> new Color(0xFEB2B2);
        };
    }

    private void line(Color color, int top, int height, double most, int count, IntToDoubleFunction values) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < count; i++) {
            double y = top + height * (1 - Math.min(1, values.applyAsDouble(i) / most));
            if (i == 0) {
                path.moveTo(x(i, count), y);
            } else {
                path.lineTo(x(i, count), y);
            }
        }
        graphics.setColor(color);
        graphics.setStroke(new BasicStroke(1.5f));
        graphics.draw(path);
    }

    private void frame(int top, int height, String most) {
        graphics.setColor(Color.LIGHT_GRAY);
        graphics.drawRect(LEFT, top, WIDTH - LEFT - RIGHT, height);
        int seconds = outcome.steps().size() / STEPS_A_SECOND;
        for (int second = 0; second <= seconds; second += 10) {
            int at = x(second, Math.max(1, seconds));
            graphics.drawLine(at, top, at, top + height);
            label(second + " s", at + 2, top + height - 3, Color.GRAY);
        }
        label(most, LEFT + 3, top + 13, Color.GRAY);
    }

    private void label(String text, int x, int y, Color color) {
        graphics.setColor(color);
        graphics.drawString(text, x, y);
    }

    private static int x(int index, int count) {
        return LEFT + (WIDTH - LEFT - RIGHT) * index / Math.max(1, count);
    }
}
