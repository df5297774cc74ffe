package io.banyan.loadtest.browser;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a page of the demo is opened with.
 *
 * @param node that serves the page
 * @param number in the fake picture, 1 to 65535
 * @param layers simulcast encodings; 0: as many as the SDK takes for the size
 * @param signalling another address for the node's signalling than the page's own, such as a {@code TcpCutter}'s
 * @param publish "audio,video", or less
 * @param token instead of one that the node makes for the demo
 * @param more parameters of the address
 */
public record PageSettings(
        URI node,
        String room,
        String name,
        int number,
        int width,
        int height,
        int frameRate,
        int layers,
        String publish,
        @Nullable URI signalling,
        @Nullable String token,
        Map<String, String> more) {
    /** Frames a second of a small picture. */
    public static final int SMALL_FRAME_RATE = 15;

    /** Small enough that a busy machine of two cores encodes several of them. */
    public static PageSettings small(URI node, String room, String name, int number) {
        return new PageSettings(
                node, room, name, number, 320, 180, SMALL_FRAME_RATE, 0, "audio,video", null, null, Map.of());
    }

    public PageSettings withPicture(int newWidth, int newHeight, int newFrameRate, int newLayers) {
        return new PageSettings(
                node,
                room,
                name,
                number,
                newWidth,
                newHeight,
                newFrameRate,
                newLayers,
                publish,
                signalling,
                token,
                more);
    }

    public PageSettings withFrameRate(int newFrameRate) {
        return withPicture(width, height, newFrameRate, layers);
    }

    public PageSettings withPublish(String newPublish) {
        return new PageSettings(
                node, room, name, number, width, height, frameRate, layers, newPublish, signalling, token, more);
    }

    public PageSettings withSignalling(URI newSignalling) {
        return new PageSettings(
                node, room, name, number, width, height, frameRate, layers, publish, newSignalling, token, more);
    }

    public PageSettings withToken(String newToken) {
        return new PageSettings(
                node, room, name, number, width, height, frameRate, layers, publish, signalling, newToken, more);
    }

    /** With one more parameter of the address, as sdk/README.md lists them. */
    public PageSettings with(String parameter, String value) {
        Map<String, String> together = new LinkedHashMap<>(more);
        together.put(parameter, value);
        return new PageSettings(
                node,
                room,
                name,
                number,
                width,
                height,
                frameRate,
                layers,
                publish,
                signalling,
                token,
                Map.copyOf(together));
    }

    public String url() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("room", room);
        query.put("name", name);
        query.put("participant", Integer.toString(number));
        query.put("fake", "1");
        query.put("autojoin", "1");
        query.put("w", Integer.toString(width));
        query.put("h", Integer.toString(height));
        query.put("fps", Integer.toString(frameRate));
        query.put("layers", Integer.toString(layers));
        query.put("publish", publish);
        if (signalling != null) {
            query.put("node", signalling.toString());
        }
        if (token != null) {
            query.put("token", token);
        }
        query.putAll(more);
        return node.resolve("/") + "?"
                + query.entrySet().stream()
                        .map(entry ->
                                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }
}
