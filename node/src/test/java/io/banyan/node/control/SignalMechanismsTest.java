package io.banyan.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.ParticipantId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.signal.v1.Ended;
import io.banyan.protocol.signal.v1.ServerMessage;
import io.banyan.protocol.wire.v1.ResumeToken;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a signalling session is made of: sequence numbers, replies, tokens, profiles, alternatives. */
class SignalMechanismsTest {
    private static final NodeId NODE = new NodeId(new RegionId("r"), "n5");

    @Test
    void shouldRepeatOnlyWhatWasNotReceived() {
        Outbox outbox = new Outbox();
        for (int i = 1; i <= 5; i++) {
            assertThat(outbox.add(message("m" + i)).getSequence()).isEqualTo(i);
        }
        assertThat(outbox.after(3).orElseThrow())
                .extracting(ServerMessage::getSequence)
                .containsExactly(4L, 5L);
        assertThat(outbox.after(5).orElseThrow()).isEmpty();
        assertThat(outbox.after(0).orElseThrow()).hasSize(5);
        assertThat(outbox.after(6)).isEmpty();
        assertThat(outbox.after(-1)).isEmpty();
    }

    @Test
    void shouldKeepNoMoreThanItsBounds() {
        Outbox outbox = new Outbox();
        for (int i = 0; i < Outbox.MAX_MESSAGES + 10; i++) {
            outbox.add(message(""));
        }
        assertThat(outbox.after(9)).isEmpty();
        assertThat(outbox.after(10).orElseThrow()).hasSize(Outbox.MAX_MESSAGES);
        ServerMessage big = ServerMessage.newBuilder()
                .setEnded(Ended.newBuilder().setDetail("x".repeat(Outbox.MAX_BYTES / 2)))
                .build();
        outbox.add(big);
        outbox.add(big);
        assertThat(outbox.after(outbox.lastSequence() - 1).orElseThrow()).hasSize(1);
        assertThat(outbox.after(outbox.lastSequence() - 2)).isEmpty();
    }

    @Test
    void shouldRememberTheLatestReplies() {
        ReplyCache replies = new ReplyCache();
        for (int i = 0; i <= ReplyCache.MAX_REPLIES; i++) {
            replies.put(message("r" + i));
        }
        replies.put(message(""));
        assertThat(replies.replyTo("r0")).isEmpty();
        assertThat(replies.replyTo("r1")).contains(message("r1"));
        assertThat(replies.replyTo("")).isEmpty();
    }

    @Test
    void shouldAcceptTheNewestTokenAndTheOneBeforeUntilTheNewestHasArrived() {
        ResumeTokens tokens = new ResumeTokens(
                NODE, 3, new RoomId(new TenantId("t"), "räume"), new ParticipantId("pa_1"), new SecureRandom());
        assertThat(tokens.accepts(ResumeToken.getDefaultInstance())).isFalse();
        ResumeToken first = ResumeTokens.read(tokens.next()).orElseThrow();
        assertThat(first.getRoom()).isEqualTo("t/räume");
        assertThat(first.getNode()).isEqualTo("r/n5");
        assertThat(tokens.accepts(first)).isTrue();
        ResumeToken second = ResumeTokens.read(tokens.next()).orElseThrow();
        assertThat(tokens.accepts(first)).isTrue();
        assertThat(tokens.accepts(second)).isTrue();
        tokens.onNewestReceived();
        assertThat(tokens.accepts(first)).isFalse();
        assertThat(tokens.accepts(second)).isTrue();
        assertThat(tokens.accepts(ResumeToken.getDefaultInstance())).isFalse();
    }

    @Test
    void shouldTakeNothingElseForAToken() {
        ResumeToken nowhere = ResumeToken.newBuilder().setNode("no slash").build();
        for (String text : List.of(
                "",
                "garbage",
                "====",
                "ÄÖ",
                "x".repeat(2_000),
                Base64.getUrlEncoder().encodeToString(nowhere.toByteArray()),
                Base64.getUrlEncoder().encodeToString(new byte[] {8, -1, -1}))) {
            assertThat(ResumeTokens.read(text)).as(text).isEmpty();
        }
    }

    @Test
    void shouldMergeProfilesWithinLimits() {
        Profile profile = new Profile("Ann", Map.of("a", "1", "b", "2"));
        assertThat(profile.merged("", Map.of("a", "", "c", "3")).orElseThrow())
                .isEqualTo(new Profile("Ann", Map.of("b", "2", "c", "3")));
        assertThat(profile.merged("Anna", Map.of()).orElseThrow().displayName()).isEqualTo("Anna");
        assertThat(profile.merged("x".repeat(Profile.MAX_NAME_CHARS + 1), Map.of()))
                .isEmpty();
        assertThat(profile.merged("", Map.of("c", "ä".repeat(Profile.MAX_ATTRIBUTE_BYTES / 2))))
                .isEmpty();
    }

    @Test
    void shouldSpreadClientsOverItsNeighbours() {
        Alternatives alternatives = new Alternatives(NODE);
        for (int i = 1; i <= 9; i++) {
            alternatives.onHello(new NodeId(new RegionId("r"), "n" + i), "wss://n" + i);
        }
        assertThat(alternatives.urls()).containsExactly("wss://n6", "wss://n7");
        for (int i = 6; i <= 8; i++) {
            alternatives.onGone(new NodeId(new RegionId("r"), "n" + i));
        }
        assertThat(alternatives.urls()).containsExactly("wss://n9", "wss://n1");
        alternatives.onHello(new NodeId(new RegionId("r"), "n9"), "");
        assertThat(alternatives.urls()).containsExactly("wss://n1", "wss://n2");
    }

    private static ServerMessage message(String requestId) {
        return ServerMessage.newBuilder().setRequestId(requestId).build();
    }
}
