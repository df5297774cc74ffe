package io.banyan.loadtest.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Arguments and results of page scripts as JSON text, the one form that both browsers' protocols carry alike. */
final class PageScripts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PageScripts() {}

    static String argumentsJson(Object... arguments) {
        try {
            return JSON.writeValueAsString(arguments);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON", e);
        }
    }

    /** An async function of the arguments' JSON that gives the result's JSON. */
    static String wrapped(String function) {
        return "async (argumentsJson) => { const result = await (" + function
                + ")(...JSON.parse(argumentsJson)); return JSON.stringify(result === undefined ? null : result); }";
    }

    static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a page gave no JSON: " + json, e);
        }
    }
}
