package io.banyan.cluster;

import com.typesafe.config.Config;
import java.util.List;

/**
 * The media loops.
 *
 * @param bind address to receive on
 * @param port of loop 0, loop i has {@code port + i}; 0: any free ones
 * @param loops how many; 0: one for each core but one
 * @param advertise what clients must be told instead of what is bound, one entry for each loop: {@code address:port} or
 *     {@code address}, several separated by commas; a single entry serves all loops, loop i at its port + i
 * @param maxHandshakes DTLS handshakes at once
 * @param maxTransportsPerLoop beyond which a loop opens no more
 * @param datagramPort how loops reach the network
 * @param srtpCipher one of {@link #SRTP_CIPHERS}
 * @param bandwidthBps that the machine's way to the network carries in either direction; 0: as its interface says
 */
public record MediaSettings(
        String bind,
        int port,
        int loops,
        List<String> advertise,
        int maxHandshakes,
        int maxTransportsPerLoop,
        PortKind datagramPort,
        String srtpCipher,
        long bandwidthBps) {
    /** More than any interface carries. */
    private static final long MOST_BPS = 10_000_000_000_000L;

    /** What may seal and open packets; auto takes the fastest that the machine has. */
    public static final List<String> SRTP_CIPHERS = List.of("auto", "ipsec-mb", "openssl", "jdk");

    /** The number of loops that {@link #loops} means on a machine of {@code cores}. */
    public int loopsOn(int cores) {
        return loops > 0 ? loops : Math.max(1, cores - 1);
    }

    static MediaSettings read(Config media) {
        MediaSettings settings = new MediaSettings(
                media.getString("bind"),
                media.getInt("port"),
                media.getInt("loops"),
                List.copyOf(media.getStringList("advertise")),
                media.getInt("max-handshakes"),
                media.getInt("max-transports-per-loop"),
                PortKind.of(media.getString("datagram-port")),
                media.getString("srtp-cipher"),
                media.getLong("bandwidth"));
        if (settings.bandwidthBps < 0 || settings.bandwidthBps > MOST_BPS) {
            throw new IllegalArgumentException("banyan.media.bandwidth must be 0 to " + MOST_BPS + " bits a second");
        }
        if (settings.loops < 0 || settings.loops > 256) {
            throw new IllegalArgumentException("banyan.media.loops must be 0 to 256");
        }
        if (!SRTP_CIPHERS.contains(settings.srtpCipher)) {
            throw new IllegalArgumentException("banyan.media.srtp-cipher must be one of " + SRTP_CIPHERS);
        }
        return settings;
    }
}
