package io.banyan.protocol.ice;

import io.banyan.protocol.stun.StunAttribute;
import io.banyan.protocol.stun.StunView;

/** The USERNAME of a check: {@code receiver's ufrag:sender's ufrag} (RFC 8445 §7.2.2). */
public final class IceUsername {
    private IceUsername() {}

    /**
     * The length of the receiver's half, by which a datagram from an unknown address finds its transport; it begins at the
     * message's {@link StunView#valueOffset}. Not authenticated. -1 if there is no USERNAME of that form.
     */
    public static int receiverUfragBytes(StunView message) {
        // Two ufrags of at most 256 characters and the colon.
        if (!message.find(StunAttribute.USERNAME) || message.valueLength() > 513) {
            return -1;
        }
        for (int i = 0; i < message.valueLength(); i++) {
            if (message.buffer().get(message.valueOffset() + i) == ':') {
                return i >= 4 ? i : -1;
            }
        }
        return -1;
    }

    static String of(IceCredentials receiver, IceCredentials sender) {
        return receiver.ufrag() + ':' + sender.ufrag();
    }
}
