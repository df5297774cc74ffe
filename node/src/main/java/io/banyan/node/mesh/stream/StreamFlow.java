package io.banyan.node.mesh.stream;

import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.TLSClosing;
import org.apache.pekko.stream.TLSProtocol;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Framing;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.TLS;
import org.apache.pekko.util.ByteString;

/** The stages of one stream between a socket's bytes and frames. */
final class StreamFlow {
    /**
     * How a running stream is used.
     *
     * @param stop ends it in order
     */
    record Handle(StreamOutbox outbox, UniqueKillSwitch stop) {}

    private StreamFlow() {}

    /**
     * @param hello what is said first, whatever else there is to say by then
     * @param frames where what the peer says goes; the first frame may be anything
     * @return to be joined with a connection's flow
     */
    static Flow<ByteString, ByteString, Handle> of(
            StreamSettings settings,
            SSLEngine engine,
            PeerProof proof,
            ByteString hello,
            Sink<FrameCodec.Sized, NotUsed> frames) {
        AtomicLong queuedBytes = new AtomicLong();
        Source<ByteString, Handle> outgoing = Source.<ByteString>queue(settings.queueFrames())
                .map(frame -> {
                    queuedBytes.addAndGet(-frame.size());
                    return frame;
                })
                .keepAlive(settings.keepAlive(), () -> FrameCodec.KEEP_ALIVE)
                .prepend(Source.single(hello))
                .viaMat(KillSwitches.single(), Keep.both())
                .mapMaterializedValue((Pair<BoundedSourceQueue<ByteString>, UniqueKillSwitch> both) ->
                        new Handle(new StreamOutbox(both.first(), queuedBytes, settings.queueBytes()), both.second()));
        Sink<ByteString, NotUsed> incoming = Flow.of(ByteString.class)
                .initialTimeout(settings.helloTimeout())
                .idleTimeout(settings.silence())
                .via(Framing.lengthField(
                        FrameCodec.LENGTH_BYTES,
                        0,
                        FrameCodec.LENGTH_BYTES + StreamSettings.MAX_FRAME_BYTES,
                        ByteOrder.BIG_ENDIAN))
                .map(FrameCodec::decode)
                .to(frames);
        return tls(engine, proof)
                .join(
                        // What TLS decrypted comes in, what it is to encrypt goes out. Not coupled: the reason why the
                        // one fails would be lost by the other's end; the owner ends what is left.
                        Flow.fromSinkAndSourceMat(incoming, outgoing, Keep.right()), Keep.right());
    }

    private static BidiFlow<ByteString, ByteString, ByteString, ByteString, NotUsed> tls(
            SSLEngine engine, PeerProof proof) {
        BidiFlow<TLSProtocol.SslTlsOutbound, ByteString, ByteString, TLSProtocol.SslTlsInbound, NotUsed> tls =
                TLS.create(() -> engine, proof::check, TLSClosing.eagerClose());
        BidiFlow<ByteString, TLSProtocol.SslTlsOutbound, TLSProtocol.SslTlsInbound, ByteString, NotUsed> bytes =
                BidiFlow.fromFlows(
                        Flow.of(ByteString.class).map(TLSProtocol.SendBytes::new),
                        Flow.of(TLSProtocol.SslTlsInbound.class)
                                .collectType(TLSProtocol.SessionBytes.class)
                                .map(TLSProtocol.SessionBytes::bytes));
        return bytes.atop(tls).reversed();
    }
}
