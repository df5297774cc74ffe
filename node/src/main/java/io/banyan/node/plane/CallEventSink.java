package io.banyan.node.plane;

/** Reads the spine. Called on the thread where the fact was seen: must not block and must not throw. */
@FunctionalInterface
public interface CallEventSink {
    void accept(CallEvent event);

    /** What a client says of its reception, every few seconds for each slot: no fact of the call, and numbered by nobody. */
    default void onReception(ClientReception reception) {}

    /**
     * How well media flows to or from one participant, each second.
     *
     * @param direction {@code sending} or {@code receiving}, as the participant sees it
     * @param scoreHundredths mean opinion score, 100 to 450
     */
    default void onScore(String direction, int scoreHundredths) {}

    /** What the way to one subscriber carries, each second. */
    default void onDownlink(DownlinkSample sample) {}
}
