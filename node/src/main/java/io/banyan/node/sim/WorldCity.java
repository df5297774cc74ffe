package io.banyan.node.sim;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A city of the world where a region could be.
 *
 * @param latitude in degrees, north is positive
 * @param longitude in degrees, east is positive
 */
public record WorldCity(String country, String name, double latitude, double longitude) {
    private static final double EARTH_KILOMETRES = 6_371;

    /** Three hundred, in the order of the resource. */
    public static List<WorldCity> all() {
        try (InputStream in = WorldCity.class.getResourceAsStream("cities.csv")) {
            if (in == null) {
                throw new IllegalStateException("cities.csv is missing");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(WorldCity::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WorldCity parse(String line) {
        List<String> fields = List.of(line.split(",", -1));
        return new WorldCity(
                fields.get(0), fields.get(1), Double.parseDouble(fields.get(2)), Double.parseDouble(fields.get(3)));
    }

    /** Along the great circle, in kilometres. */
    public double kilometresTo(WorldCity other) {
        double north = Math.toRadians(latitude);
        double otherNorth = Math.toRadians(other.latitude);
        double east = Math.toRadians(other.longitude - longitude);
        double cosine =
                Math.sin(north) * Math.sin(otherNorth) + Math.cos(north) * Math.cos(otherNorth) * Math.cos(east);
        return EARTH_KILOMETRES * Math.acos(Math.clamp(cosine, -1, 1));
    }
}
