package io.banyan.protocol.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which way media flows, seen from who wrote it (RFC 8866 §6.7). */
enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    static Direction of(SessionDescription description, MediaDescription media) {
        Direction own = among(media.attributes());
        if (own != null) {
            return own;
        }
        Direction common = among(description.attributes());
        return common == null ? SENDRECV : common;
    }

    boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    private static @Nullable Direction among(List<SdpAttribute> attributes) {
        for (SdpAttribute attribute : attributes) {
            switch (attribute.name()) {
                case "sendrecv" -> {
                    return SENDRECV;
                }
                case "sendonly" -> {
                    return SENDONLY;
                }
                case "recvonly" -> {
                    return RECVONLY;
                }
                case "inactive" -> {
                    return INACTIVE;
                }
                default -> {}
            }
        }
        return null;
    }
}
