package io.banyan.node.mesh.stream;

import io.banyan.node.plane.StreamRefusal;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.pekko.stream.scaladsl.Framing;

/** Ends a stream, for a reason that is counted. */
final class StreamRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final StreamRefusal why;

    StreamRefusedException(StreamRefusal why) {
        // A peer can cause these at will: they cost no stack trace.
        super(why.name(), null, false, false);
        this.why = why;
    }

    /**
     * The reason for whatever ended a stream.
     *
     * @param proven the peer had shown its certificate before
     */
    static StreamRefusal reasonOf(Throwable thrown, boolean proven) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case StreamRefusedException refused -> {
                    return refused.why;
                }
                case SSLHandshakeException _, SSLPeerUnverifiedException _ -> {
                    return StreamRefusal.UNTRUSTED;
                }
                case SSLException _ -> {
                    // TLS that is cut off in the middle says so by the same class.
                    return proven ? StreamRefusal.ENDED : StreamRefusal.GARBAGE;
                }
                case Framing.FramingException _ -> {
                    return StreamRefusal.TOO_LARGE;
                }
                case TimeoutException _ -> {
                    return StreamRefusal.SILENT;
                }
                default -> {}
            }
        }
        return StreamRefusal.ENDED;
    }
}
