package io.banyan.node.mesh.stream;

import io.banyan.cluster.credentials.MeshCredentials;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.io.Inet;
import org.apache.pekko.io.TcpSO;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;

/** Runs streams over sockets. */
final class StreamMaker {
    /** Control is latency; what is said at once is written at once. */
    private static final List<Inet.SocketOption> OPTIONS = List.of(TcpSO.tcpNoDelay(true));

    private final ActorSystem<?> system;
    private final StreamSettings settings;
    private final MeshCredentials credentials;

    StreamMaker(ActorSystem<?> system, StreamSettings settings, MeshCredentials credentials) {
        this.system = system;
        this.settings = settings;
        this.credentials = credentials;
    }

    /** Completes, or fails, when TCP is connected, or is not. */
    Pair<StreamFlow.Handle, CompletionStage<Tcp.OutgoingConnection>> connect(
            InetSocketAddress to, PeerProof proof, ByteString hello, Sink<FrameCodec.Sized, NotUsed> frames) {
        return Tcp.get(system)
                .outgoingConnection(
                        to, Optional.empty(), OPTIONS, true, Optional.of(settings.connectTimeout()), Optional.empty())
                .joinMat(
                        StreamFlow.of(settings, credentials.current().engine(true), proof, hello, frames),
                        (connected, handle) -> Pair.create(handle, connected))
                .run(system);
    }

    StreamFlow.Handle accept(
            Tcp.IncomingConnection connection,
            PeerProof proof,
            ByteString hello,
            Sink<FrameCodec.Sized, NotUsed> frames) {
        return connection
                .flow()
                .joinMat(
                        StreamFlow.of(settings, credentials.current().engine(false), proof, hello, frames),
                        Keep.right())
                .run(system);
    }

    void refuse(Tcp.IncomingConnection connection) {
        Flow<ByteString, ByteString, NotUsed> nothing = Flow.fromSinkAndSource(Sink.cancelled(), Source.empty());
        connection.handleWith(nothing, system);
    }

    Source<Tcp.IncomingConnection, CompletionStage<Tcp.ServerBinding>> bind(String address, int port) {
        return Tcp.get(system).bind(address, port, BACKLOG, OPTIONS, true, Optional.empty());
    }

    private static final int BACKLOG = 128;
}
