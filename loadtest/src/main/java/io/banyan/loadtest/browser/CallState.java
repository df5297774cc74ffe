package io.banyan.loadtest.browser;

/**
 * How a page stands.
 *
 * @param state "loading", "refused" with {@code error}, or the room's: "connected", "reconnecting" …
 * @param mediaState "connecting", "connected" …
 * @param participantId empty before the join
 */
public record CallState(String state, String mediaState, String participantId, String node, String error) {
    public boolean isConnected() {
        return state.equals("connected");
    }
}
