package io.banyan.loadtest.browser;

/**
 * What the code in a shown picture says.
 *
 * @param participant number of who made it
 * @param counter of its frames, 24 bits
 * @param label the name under which it is shown
 * @param latencyMillis from drawing to this look
 */
public record PictureReading(int participant, int counter, String label, double latencyMillis) {}
