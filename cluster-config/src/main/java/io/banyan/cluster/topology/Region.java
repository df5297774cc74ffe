package io.banyan.cluster.topology;

import io.banyan.protocol.id.RegionId;
import java.util.List;

/**
 * One region of the mesh.
 *
 * @param latitude in degrees, -90 to 90
 * @param longitude in degrees, -180 to 180
 * @param control where its nodes take streams of other regions: a name that resolves to all of them, or several
 * @param costPerGb of a gigabyte that leaves it, in whatever unit the whole document uses; 0: no matter
 */
public record Region(RegionId name, double latitude, double longitude, List<HostPort> control, double costPerGb) {
    private static final double EARTH_RADIUS_KM = 6371;

    public Region {
        control = List.copyOf(control);
    }

    /** Along the great circle, by the haversine formula. */
    public double distanceKm(Region other) {
        double phi = Math.toRadians(latitude);
        double otherPhi = Math.toRadians(other.latitude);
        double sinPhi = Math.sin((otherPhi - phi) / 2);
        double sinLambda = Math.sin(Math.toRadians(other.longitude - longitude) / 2);
        double chord = sinPhi * sinPhi + Math.cos(phi) * Math.cos(otherPhi) * sinLambda * sinLambda;
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
    }
}
