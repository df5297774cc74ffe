package io.banyan.node.media.speech;

import java.util.concurrent.TimeUnit;

/**
 * When a talker loses its place to another.
 *
 * @param quietNanos so long it must not have been heard; of several the one that was heard longest ago goes
 * @param leadDb if all are heard, so much louder the other one has to be than the most silent of them
 * @param leadNanos and talk for so long
 */
public record PlaceRules(long quietNanos, double leadDb, long leadNanos) {
    /** A slot of sound: whoever begins is heard at once, but two who talk at the same time do not take turns. */
    public static final PlaceRules HEARD =
            new PlaceRules(TimeUnit.MILLISECONDS.toNanos(400), 6, TimeUnit.MILLISECONDS.toNanos(250));

    /** A picture: it comes late rather than go soon, and loudness is no reason. */
    public static final PlaceRules SEEN =
            new PlaceRules(TimeUnit.SECONDS.toNanos(2), Double.POSITIVE_INFINITY, Long.MAX_VALUE);
}
