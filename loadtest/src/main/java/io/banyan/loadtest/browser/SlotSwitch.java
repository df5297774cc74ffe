package io.banyan.loadtest.browser;

/**
 * How a switch of all slots went.
 *
 * @param live whether every picture was there again
 */
public record SlotSwitch(double millis, boolean live) {}
