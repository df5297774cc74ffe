package io.banyan.loadtest.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.banyan.loadtest.browser.ScriptedPage;
import io.banyan.loadtest.peer.DemoToken;
import io.banyan.loadtest.peer.SignalConnection;
import io.banyan.loadtest.report.Figure;
import io.banyan.loadtest.report.Goal;
import io.banyan.protocol.signal.v1.ClientMessage;
import io.banyan.protocol.signal.v1.Join;
import java.net.http.HttpClient;
import java.util.List;

/**
 * A page offers many slots and takes the node's answer.
 *
 * @param slots audio and video in turns
 */
public record ManySlots(int slots) implements Scenario {
    private static final String OFFER = """
            async (slots) => {
              const connection = window.loadtestConnection = new RTCPeerConnection();
              const few = (kind, wanted) => RTCRtpReceiver.getCapabilities(kind).codecs
                .filter((codec) => wanted.includes(codec.mimeType.toLowerCase()));
              for (let i = 0; i < slots; i++) {
                const kind = i % 2 === 0 ? 'audio' : 'video';
                const slot = connection.addTransceiver(kind, {direction: 'recvonly'});
                slot.setCodecPreferences(kind === 'audio' ? few(kind, ['audio/opus']) : few(kind, ['video/vp8', 'video/rtx']));
              }
              const began = performance.now();
              const offer = await connection.createOffer();
              await connection.setLocalDescription(offer);
              return {sdp: connection.localDescription.sdp, millis: performance.now() - began};
            }""";
    private static final String ANSWER = """
            async (sdp) => {
              const began = performance.now();
              await window.loadtestConnection.setRemoteDescription({type: 'answer', sdp});
              return performance.now() - began;
            }""";

    @Override
    public String name() {
        return "slots";
    }

    @Override
    public String plot() {
        return "setRemoteDescription with " + slots + " slots";
    }

    @Override
    public List<Figure> play(Stage stage) {
        String room = stage.newRoom("slots");
        String token = DemoToken.fetch(stage.node(), room, "many");
        try (ScriptedPage page = stage.browser().newPage();
                HttpClient http = HttpClient.newHttpClient()) {
            page.navigate(stage.node().resolve("/").toString());
            JsonNode offer = page.evaluate(OFFER, slots);
            SignalConnection signal = SignalConnection.open(http, DemoToken.signalling(stage.node()), message -> {});
            String answer = signal.request(ClientMessage.newBuilder()
                            .setJoin(Join.newBuilder()
                                    .setToken(token)
                                    .setRoom(room)
                                    .setOffer(offer.path("sdp").asText())))
                    .getJoined()
                    .getAnswer();
            double millis = page.evaluate(ANSWER, answer).asDouble();
            signal.close(1000);
            return List.of(
                    new Figure(
                            "slots.setremote",
                            millis,
                            "ms",
                            Goal.NONE,
                            slots + " slots, answer of " + answer.length() + " characters"),
                    new Figure("slots.offer", offer.path("millis").asDouble(), "ms", Goal.NONE));
        }
    }
}
