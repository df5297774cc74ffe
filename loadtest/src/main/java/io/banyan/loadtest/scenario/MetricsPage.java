package io.banyan.loadtest.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A node's metrics at one moment, as Prometheus scrapes them.
 *
 * @param lines of the text format
 */
public record MetricsPage(List<String> lines) {
    public MetricsPage {
        lines = List.copyOf(lines);
    }

    /** @param node such as {@code http://127.0.0.1:7780} */
    public static MetricsPage of(URI node) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<Stream<String>> response = http.send(
                    HttpRequest.newBuilder(node.resolve("/metrics")).build(), HttpResponse.BodyHandlers.ofLines());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("no metrics: " + response.statusCode());
            }
            return new MetricsPage(response.body().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The sum of a metric over all its labels; 0: there is none of that name. */
    public double sum(String metric) {
        return samples(metric).mapToDouble(MetricsPage::value).sum();
    }

    /** The sum over what has this label. */
    public double sum(String metric, String label, String value) {
        return byLabel(metric, label).getOrDefault(value, 0.0);
    }

    /** The sum over the lines of a metric that are wanted. */
    public double sumOfLines(String metric, Predicate<String> wanted) {
        return samples(metric).filter(wanted).mapToDouble(MetricsPage::value).sum();
    }

    /** Sums of a metric by the values of one label. */
    public Map<String, Double> byLabel(String metric, String label) {
        Pattern pattern = Pattern.compile("[{,]" + label + "=\"([^\"]*)\"");
        Map<String, Double> sums = new TreeMap<>();
        samples(metric).forEach(line -> {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                sums.merge(matcher.group(1), value(line), Double::sum);
            }
        });
        return sums;
    }

    private Stream<String> samples(String metric) {
        return lines.stream().filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "));
    }

    private static double value(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }
}
