package io.banyan.loadtest.peer;

import java.nio.ByteBuffer;

/** What a transport has to say to the media behind it, on the loop's thread. */
interface TransportListener {
    /** From now on packets can be sent. */
    void onConnected(long nowNanos);

    void onRtp(ByteBuffer packet, int length, long nowNanos);

    void onRtcp(ByteBuffer packet, int length, long nowNanos);

    /** Sources and timers. */
    void onTick(long nowNanos);
}
