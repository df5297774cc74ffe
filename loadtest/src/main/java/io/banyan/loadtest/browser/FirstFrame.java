package io.banyan.loadtest.browser;

import org.jspecify.annotations.Nullable;

/**
 * When a participant's first picture was shown.
 *
 * @param atMillis since 1970
 * @param sinceJoiningMillis since the page began to join
 * @param number read off it; null: it could not be read
 */
public record FirstFrame(
        String participantId,
        double atMillis,
        double sinceJoiningMillis,
        @Nullable Integer number) {}
