package io.banyan.node.signal;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.CacheControl;
import org.apache.pekko.http.javadsl.model.headers.CacheDirectives;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;
import org.jspecify.annotations.Nullable;

/** What a node serves over HTTP. */
final class SignalRoutes extends AllDirectives {
    /** A name and a room; more is nobody's honest request. */
    private static final long MAX_BODY_BYTES = 4096;

    private final SignalEdge edge;
    private final AdminRoutes admin;
    private final @Nullable DemoTokens demo;
    private final Supplier<String> metrics;
    private final BooleanSupplier ready;

    /**
     * @param demo null where there is no demo
     * @param metrics the page that Prometheus scrapes
     * @param ready whether joins should come here
     */
    SignalRoutes(
            SignalEdge edge,
            AdminRoutes admin,
            @Nullable DemoTokens demo,
            Supplier<String> metrics,
            BooleanSupplier ready) {
        this.edge = edge;
        this.admin = admin;
        this.demo = demo;
        this.metrics = metrics;
        this.ready = ready;
    }

    Route routes() {
        Route operations = concat(
                path("healthz", () -> get(() -> complete("ok\n"))),
                path(
                        "readyz",
                        () -> get(() -> ready.getAsBoolean()
                                ? complete("ready\n")
                                : complete(StatusCodes.SERVICE_UNAVAILABLE, "not ready\n"))),
                path(
                        "metrics",
                        () -> get(() -> complete(HttpEntities.create(
                                ContentTypes.create(
                                        MediaTypes.TEXT_PLAIN, org.apache.pekko.http.javadsl.model.HttpCharsets.UTF_8),
                                metrics.get())))));
        Route signal = pathPrefix(
                "v1", () -> path("signal", () -> extractWebSocketUpgrade(upgrade -> complete(edge.accept(upgrade)))));
        return demo == null
                ? concat(signal, operations, admin.routes())
                : concat(signal, operations, admin.routes(), demo(demo));
    }

    private Route demo(DemoTokens tokens) {
        return concat(
                path(
                        org.apache.pekko.http.javadsl.server.PathMatchers.segment("demo")
                                .slash("token"),
                        () -> post(() -> withSizeLimit(
                                MAX_BODY_BYTES,
                                () -> entity(Unmarshaller.entityToString(), body -> token(tokens, body))))),
                get(() -> pathSingleSlash(() -> respondWithHeader(
                        CacheControl.create(CacheDirectives.NO_CACHE),
                        () -> getFromResource("banyan/web/index.html")))),
                get(() -> getFromResourceDirectory("banyan/web")));
    }

    private Route token(DemoTokens tokens, String body) {
        try {
            return complete(HttpEntities.create(ContentTypes.APPLICATION_JSON, tokens.answer(body)));
        } catch (IllegalArgumentException e) {
            return complete(
                    HttpResponse.create().withStatus(StatusCodes.BAD_REQUEST).withEntity(e.getMessage() + "\n"));
        }
    }
}
