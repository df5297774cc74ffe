package io.banyan.loadtest.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a page saw of everybody over a while.
 *
 * @param stats of the call at its end, as the SDK gives them
 */
public record Collected(double seconds, List<TileFigures> tiles, JsonNode stats) {}
