package io.banyan.node.media.transport;

import io.banyan.protocol.srtp.SrtpCipherSuite;
import io.banyan.protocol.srtp.SrtpKeyMaterial;
import io.banyan.protocol.srtp.SrtpReceiver;
import io.banyan.protocol.srtp.SrtpSender;

/**
 * This node's ends of a transport's SRTP. Made where the handshake ended, so that deriving keys costs no media; the loop's
 * from the moment that it hears of them.
 *
 * @param profile its name
 */
public record SrtpEnds(String profile, SrtpSender sender, SrtpReceiver receiver) {
    /** Makes ends from keys. Any thread. */
    @FunctionalInterface
    public interface Maker {
        SrtpEnds make(SrtpKeyMaterial keys);
    }

    /** With these ciphers. */
    public static Maker by(SrtpCipherSuite ciphers) {
        return keys -> new SrtpEnds(keys.profile().name(), keys.serverSender(ciphers), keys.clientReceiver(ciphers));
    }

    /** Frees what they hold off the heap; nothing may be asked of them afterwards. */
    void close() {
        sender.close();
        receiver.close();
    }
}
