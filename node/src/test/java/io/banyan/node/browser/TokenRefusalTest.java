package io.banyan.node.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.loadtest.browser.CallPage;
import io.banyan.loadtest.browser.PageSettings;
import io.banyan.loadtest.scenario.Stage;
import io.banyan.node.call.NodeUnderTest;
import io.banyan.node.call.Tokens;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the SDK in Chromium makes of tokens, as it is built for users: names of classes included. */
@Tag("browser")
@TestInstance(Lifecycle.PER_CLASS)
class TokenRefusalTest {
    private static final String ROOM = "tokens";

    private final NodeUnderTest node = NodeUnderTest.start();
    private final Stage stage = node.stage();

    @AfterAll
    void stop() {
        node.close();
    }

    static Stream<Arguments> badTokens() {
        return Stream.of(
                Arguments.of("expired", Tokens.expired(ROOM), "TokenExpiredError", "TOKEN_EXPIRED"),
                Arguments.of("of another room", Tokens.good("another"), "TokenWrongRoomError", "TOKEN_WRONG_ROOM"),
                Arguments.of("unsigned", Tokens.unsigned(ROOM), "TokenInvalidError", "TOKEN_INVALID"),
                Arguments.of("forged", Tokens.forged(ROOM), "TokenInvalidError", "TOKEN_INVALID"),
                Arguments.of("of an unknown key", Tokens.unknownKey(ROOM), "TokenUnknownKeyError", "TOKEN_UNKNOWN_KEY"),
                Arguments.of("without the grant", Tokens.listenOnly(ROOM), "NotGrantedError", "NOT_GRANTED"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void shouldRaiseTheErrorClassOfABadToken(String what, String token, String errorClass, String code) {
        try (CallPage page = open(token, "audio,video")) {
            page.await("refused", Stage.PATIENCE, () -> page.state().state().equals("refused"));

            assertThat(page.state().error()).startsWith(errorClass + ": ");
            assertThat(page.log()).extracting(entry -> entry.event()).doesNotContain("joined");
            assertThat(page.page()
                            .evaluate("() => window.banyanTest.log().filter(({event}) => event === 'joinFailed')"
                                    + ".map(({code}) => code)")
                            .toString())
                    .isEqualTo("[\"" + code + "\"]");
        }
    }

    @Test
    void shouldLetInWhoHasAGoodTokenAndWhoOnlyListensIfThatIsAllItAsks() {
        for (List<String> each :
                List.of(List.of(Tokens.good(ROOM), "audio,video"), List.of(Tokens.listenOnly(ROOM), "none"))) {
            try (CallPage page = open(each.getFirst(), each.getLast())) {
                page.await("in the room", Stage.PATIENCE, () -> page.state().isConnected());
            }
        }
    }

    private CallPage open(String token, String publish) {
        return stage.open(PageSettings.small(stage.node(), ROOM, "Ada", 101)
                .withPublish(publish)
                .withToken(token));
    }
}
