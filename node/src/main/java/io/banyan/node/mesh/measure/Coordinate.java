package io.banyan.node.mesh.measure;

import io.banyan.protocol.wire.v1.NetworkCoordinate;
import java.util.Optional;

/**
 * A place among the regions by which round trips can be reckoned that nobody measured: Vivaldi (Dabek, Cox, Kaashoek,
 * Morris, SIGCOMM 2004) in three dimensions and a height, which stands for what every way from there has in common.
 *
 * @param x in microseconds, as the others
 * @param error relative, 0 to 1
 */
record Coordinate(double x, double y, double z, double height, double error) {
    static final Coordinate UNKNOWN = new Coordinate(0, 0, 0, 0, 1);

    /** Dabek §3.4: how far an error moves a point, and how fast an error is forgotten. */
    private static final double STEP = 0.25;

    private static final double MIN_HEIGHT_MICROS = 100;
    private static final double MAX_MICROS = RoundTripEstimate.MAX_MICROS;

    /** The round trip to another, in microseconds. */
    double rttMicros(Coordinate other) {
        return distance(other) + height + other.height;
    }

    private double distance(Coordinate other) {
        return Math.sqrt(square(x - other.x) + square(y - other.y) + square(z - other.z));
    }

    private static double square(double value) {
        return value * value;
    }

    /**
     * Where it is after a measurement.
     *
     * @param direction in which it goes if both are in one place: any number, the same for the same pair
     */
    Coordinate moved(Coordinate other, double rttMicros, double direction) {
        double weight = error / Math.max(1e-9, error + other.error);
        double reckoned = rttMicros(other);
        double wrong = Math.min(1, Math.abs(reckoned - rttMicros) / Math.max(1, rttMicros));
        double force = STEP * weight * (rttMicros - reckoned);
        double distance = distance(other);
        double length = Math.max(1, distance + height + other.height);
        double unitX = distance > 1 ? (x - other.x) / length : Math.cos(direction);
        double unitY = distance > 1 ? (y - other.y) / length : Math.sin(direction);
        double unitZ = distance > 1 ? (z - other.z) / length : Math.sin(3 * direction);
        return new Coordinate(
                x + force * unitX,
                y + force * unitY,
                z + force * unitZ,
                Math.max(MIN_HEIGHT_MICROS, height + force * (height + other.height) / length),
                Math.clamp(wrong * STEP * weight + error * (1 - STEP * weight), 0.01, 1));
    }

    NetworkCoordinate toProto() {
        return NetworkCoordinate.newBuilder()
                .setX((int) x)
                .setY((int) y)
                .setZ((int) z)
                .setHeight((int) height)
                .setErrorPermille((int) Math.round(1000 * error))
                .build();
    }

    /** Empty: no place on this Earth. */
    static Optional<Coordinate> of(NetworkCoordinate proto) {
        boolean isPossible = isPossible(proto.getX())
                && isPossible(proto.getY())
                && isPossible(proto.getZ())
                && isPossible(proto.getHeight())
                && proto.getHeight() >= 0
                && proto.getErrorPermille() >= 0
                && proto.getErrorPermille() <= 1000;
        return isPossible
                ? Optional.of(new Coordinate(
                        proto.getX(),
                        proto.getY(),
                        proto.getZ(),
                        proto.getHeight(),
                        Math.max(0.01, proto.getErrorPermille() / 1000.0)))
                : Optional.empty();
    }

    private static boolean isPossible(int micros) {
        return Math.abs((long) micros) <= MAX_MICROS;
    }
}
