package io.banyan.protocol.link;

import io.banyan.protocol.id.RoomId;
import io.banyan.protocol.id.TenantId;
import io.banyan.protocol.id.TrackId;
import org.jspecify.annotations.Nullable;

/**
 * Which track a frame is about: a room's media has its links in common with other rooms'.
 *
 * <pre>
 *  tenant (2 + n) | room name (2 + n) | track (2 + n)
 * </pre>
 */
public record TrackKey(RoomId room, TrackId track) {
    private static final int MAX_TOKEN_BYTES = 64;

    /** 128 characters of up to four bytes. */
    private static final int MAX_NAME_BYTES = 512;

    void write(WireWriter out) {
        out.text(room.tenant().value()).text(room.name()).text(track.value());
    }

    /** Null if there is none, or a name in it is none. */
    static @Nullable TrackKey read(WireReader in) {
        String tenant = in.text(MAX_TOKEN_BYTES);
        String name = in.text(MAX_NAME_BYTES);
        String track = in.text(MAX_TOKEN_BYTES);
        if (!in.isWhole()) {
            return null;
        }
        try {
            return new TrackKey(new RoomId(new TenantId(tenant), name), new TrackId(track));
        } catch (IllegalArgumentException noName) {
            return null;
        }
    }
}
