package io.banyan.loadtest.mesh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a region of the local mesh pretends to be. Round trips are rounded medians between data centres of these cities
 * over the public backbones of large providers, in milliseconds.
 */
enum City {
    FRANKFURT("eu", 50.11, 8.68),
    ASHBURN("us", 39.04, -77.49),
    SINGAPORE("ap", 1.35, 103.82),
    SAO_PAULO("sa", -23.55, -46.63),
    TOKYO("jp", 35.68, 139.69),
    SYDNEY("au", -33.87, 151.21),
    MUMBAI("in", 19.08, 72.88),
    CAPE_TOWN("af", -33.92, 18.42);

    private static final int[][] ROUND_TRIP_MILLIS = {
        {0, 90, 160, 205, 225, 285, 120, 155},
        {90, 0, 220, 115, 155, 200, 190, 225},
        {160, 220, 0, 325, 70, 92, 58, 250},
        {205, 115, 325, 0, 258, 312, 300, 340},
        {225, 155, 70, 258, 0, 105, 125, 350},
        {285, 200, 92, 312, 105, 0, 150, 400},
        {120, 190, 58, 300, 125, 150, 0, 260},
        {155, 225, 250, 340, 350, 400, 260, 0},
    };

    final String region;
    final double latitude;
    final double longitude;

    City(String region, double latitude, double longitude) {
        this.region = region;
        this.latitude = latitude;
        this.longitude = longitude;
    }

    @SuppressWarnings("EnumOrdinal") // The table is written in the order of the cities, beside them.
    int roundTripMillis(City other) {
        return ROUND_TRIP_MILLIS[ordinal()][other.ordinal()];
    }

    /** Regions that are named like a city's get that one, others the first that are left; beyond those, round again. */
    static Map<String, City> of(List<String> regions) {
        Map<String, City> cities = new LinkedHashMap<>();
        List<City> left = new ArrayList<>(List.of(values()));
        for (String region : regions) {
            named(region).ifPresent(city -> {
                cities.put(region, city);
                left.remove(city);
            });
        }
        for (String region : regions) {
            if (!cities.containsKey(region)) {
                if (left.isEmpty()) {
                    left.addAll(List.of(values()));
                }
                cities.put(region, left.removeFirst());
            }
        }
        return cities;
    }

    private static Optional<City> named(String region) {
        return List.of(values()).stream()
                .filter(city -> city.region.equals(region))
                .findFirst();
    }
}
