package io.banyan.node.media.speech;

/** Whatever has a voice and may be given a place. */
public interface Talker {
    Voice voice();
}
