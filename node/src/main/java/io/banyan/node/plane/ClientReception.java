package io.banyan.node.plane;

import io.banyan.protocol.rtp.MediaKind;

/**
 * What arrived on one slot since the client's last report, by the client's own word.
 *
 * @param mid of the slot
 * @param kind of the slot
 * @param overMillis how long that was
 * @param framesDecoded pictures
 * @param freezes by the browser's definition of one
 * @param freezeMillis how long those were together
 * @param samples of sound that were played
 * @param concealedSamples of them, made up for what did not come in time
 * @param height of the last picture in pixels, 0: none
 * @param firstFrameMillis from a track's appearance on the slot to its first picture; 0: nothing began in this time
 */
public record ClientReception(
        String mid,
        MediaKind kind,
        long overMillis,
        long framesDecoded,
        long freezes,
        long freezeMillis,
        long samples,
        long concealedSamples,
        int height,
        long firstFrameMillis) {}
