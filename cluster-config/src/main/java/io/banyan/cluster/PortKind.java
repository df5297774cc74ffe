package io.banyan.cluster;

import java.util.Locale;

/** How media loops reach the network. */
public enum PortKind {
    /** The fastest that the machine can do. */
    AUTO,
    /** Linux's own calls: many datagrams with one, runs to one destination as one message. */
    LINUX,
    /** Netty's datagram channel, which runs everywhere. */
    NETTY;

    static PortKind of(String name) {
        for (PortKind kind : values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("banyan.media.datagram-port must be auto, linux or netty, not " + name);
    }
}
