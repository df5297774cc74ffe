package io.banyan.node.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.banyan.node.control.TokenGrants;
import io.banyan.node.control.TreeView;
import io.banyan.node.signal.token.TokenCheck;
import io.banyan.node.signal.token.TokenVerifier;
import io.banyan.protocol.id.RoomId;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * What a node tells those who run a room: {@code GET /admin/rooms/{room}/tree}. An access token for the room with the admin
 * grant opens it ({@code Authorization: Bearer}, RFC 6750 §2.1).
 */
final class AdminRoutes extends AllDirectives {
    private static final String BEARER = "Bearer ";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TokenVerifier verifier;
    private final InstantSource clock;
    private final Executor blocking;
    private final Function<RoomId, CompletionStage<Optional<TreeView>>> trees;

    /**
     * @param blocking a thread for each token that is checked: keys may have to be fetched
     * @param trees which ways a room's tracks take; empty: nobody is in it here
     */
    AdminRoutes(
            TokenVerifier verifier,
            InstantSource clock,
            Executor blocking,
            Function<RoomId, CompletionStage<Optional<TreeView>>> trees) {
        this.verifier = verifier;
        this.clock = clock;
        this.blocking = blocking;
        this.trees = trees;
    }

    Route routes() {
        return path(
                PathMatchers.segment("admin")
                        .slash("rooms")
                        .slash(PathMatchers.segment())
                        .slash("tree"),
                room -> get(() -> optionalHeaderValueByName(
                        "Authorization", authorization -> completeWithFuture(answer(room, authorization.orElse(""))))));
    }

    private CompletionStage<HttpResponse> answer(String room, String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return CompletableFuture.completedStage(
                    said(StatusCodes.UNAUTHORIZED, "an access token with the admin grant opens this"));
        }
        String token = authorization.substring(BEARER.length()).strip();
        return CompletableFuture.supplyAsync(() -> verifier.verify(token, clock.instant()), blocking)
                .thenCompose(check -> switch (check) {
                    case TokenCheck.Refused refused ->
                        CompletableFuture.completedStage(said(StatusCodes.UNAUTHORIZED, refused.message()));
                    case TokenCheck.Accepted accepted -> answer(room, accepted.grants());
                });
    }

    private CompletionStage<HttpResponse> answer(String room, TokenGrants grants) {
        if (!grants.admin() || !grants.room().name().equals(room)) {
            return CompletableFuture.completedStage(
                    said(StatusCodes.FORBIDDEN, "the token is not of an admin of this room"));
        }
        return trees.apply(grants.room())
                .thenApply(tree -> tree.map(AdminRoutes::json)
                        .orElseGet(() -> said(StatusCodes.NOT_FOUND, "nobody is in the room at this node")));
    }

    private static HttpResponse json(TreeView tree) {
        try {
            return HttpResponse.create()
                    .withEntity(HttpEntities.create(
                            ContentTypes.APPLICATION_JSON, JSON.writeValueAsBytes(TreeJson.of(tree))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text and numbers can always be written", e);
        }
    }

    private static HttpResponse said(StatusCode status, String what) {
        return HttpResponse.create().withStatus(status).withEntity(what + "\n");
    }
}
