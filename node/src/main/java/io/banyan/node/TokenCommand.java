package io.banyan.node;

import io.banyan.node.control.TokenGrants;
import io.banyan.node.signal.token.TokenMaker;
import io.banyan.protocol.id.Identity;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.signal.v1.TrackSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan token}: makes an access token. */
@Command(
        name = "token",
        description = "Makes an access token (HS256) and prints it. See docs/tokens.md for what is in one.",
        mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--kid", required = true, description = "the key's name in the node's settings")
    private String kid = "";

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            required = true,
            description = "the key's secret, 32 bytes or more; a file, so that it is in no shell history")
    private Path secretFile = Path.of("");

    @Option(names = "--room", required = true, description = "the room that it lets in to")
    private String room = "";

    @Option(names = "--identity", required = true, description = "who joins; one identity is in a room once")
    private String identity = "";

    @Option(names = "--name", defaultValue = "", description = "the name that others see")
    private String name = "";

    @Option(
            names = "--publish",
            split = ",",
            paramLabel = "SOURCE",
            defaultValue = "microphone,camera,screen,screen_audio",
            description = "what may be published; \"none\": nothing (default: ${DEFAULT-VALUE})")
    private List<String> publish = List.of();

    @Option(names = "--no-subscribe", description = "may not see or hear others")
    private boolean noSubscribe;

    @Option(names = "--update-self", description = "may change the own name and attributes")
    private boolean updateSelf;

    @Option(names = "--admin", description = "may act on others and on the room")
    private boolean admin;

    @Option(
            names = "--ttl",
            paramLabel = "DURATION",
            defaultValue = "PT1H",
            description = "how long it is good for, ISO 8601 (default: ${DEFAULT-VALUE})")
    private Duration ttl = Duration.ofHours(1);

    @Option(
            names = "--max-participants",
            paramLabel = "N",
            defaultValue = "0",
            description = "the room's limit; 0: the node's")
    private int maxParticipants;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            split = ",",
            description = "regions the room may be in (default: all)")
    private List<String> regions = List.of();

    @Override
    public Integer call() {
        // The tenant is the key's on the node; it is not in the token.
        TenantId tenant = new TenantId("any");
        TokenGrants grants = new TokenGrants(
                new RoomId(tenant, room),
                new Identity(identity),
                name,
                Map.of(),
                sources(),
                !noSubscribe,
                updateSelf,
                admin,
                maxParticipants,
                regions.stream().map(RegionId::new).collect(Collectors.toSet()),
                Instant.now().plus(ttl).toEpochMilli());
        String token = new TokenMaker(tenant, kid, secret()).make(grants);
        if (spec != null) {
            spec.commandLine().getOut().println(token);
            spec.commandLine().getOut().flush();
        }
        return 0;
    }

    private byte[] secret() {
        try {
            return Files.readString(secretFile).strip().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StartFailure("cannot read the secret in " + secretFile + ": " + e.getMessage(), e);
        }
    }

    private Set<TrackSource> sources() {
        Set<TrackSource> sources = EnumSet.noneOf(TrackSource.class);
        for (String source : publish) {
            if (source.equals("none")) {
                continue;
            }
            try {
                sources.add(TrackSource.valueOf("TRACK_SOURCE_" + source.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new StartFailure(
                        "there is no source \"" + source + "\": choose from microphone, camera, screen, screen_audio",
                        e);
            }
        }
        return sources;
    }
}
