package io.banyan.node.plane;

import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.TrackId;
import io.banyan.protocol.rtp.MediaKind;

/**
 * What a media loop has to know of a published track.
 *
 * @param mid the publishing m-line
 * @param csrc names the track in every packet on every slot; random, never 0
 * @param width of the largest encoding in pixels, 0 if not known or audio
 * @param height of the largest encoding in pixels, 0 if not known or audio
 * @param keyFramesBySignalling the publisher makes a key frame of one encoding when told through
 *     {@link MediaEvent.KeyFrameWanted}; otherwise the loop sends it a PLI
 * @param screen it is of a screen: sharpness comes before frame rate; its sound is nobody's voice
 * @param encrypted end to end: what is in its payloads is nobody's affair but its subscribers'
 */
public record TrackSpec(
        TrackId track,
        ParticipantId publisher,
        String mid,
        MediaKind kind,
        int csrc,
        int width,
        int height,
        boolean keyFramesBySignalling,
        boolean screen,
        boolean encrypted) {}
