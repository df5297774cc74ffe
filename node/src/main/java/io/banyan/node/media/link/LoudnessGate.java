package io.banyan.node.media.link;

/** Says whether a track of sound is among the loudest of its room on this loop. Asked for each packet. */
@FunctionalInterface
public interface LoudnessGate {
    /** For what is no sound. */
    LoudnessGate OPEN = places -> true;

    /**
     * @param places how many of the loudest there are
     */
    boolean isAmong(int places);
}
