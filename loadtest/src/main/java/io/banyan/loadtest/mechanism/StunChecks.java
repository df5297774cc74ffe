package io.banyan.loadtest.mechanism;

import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.ice.IceLiteAgent;
import io.banyan.protocol.ice.OwnerUfrag;
import io.banyan.protocol.ice.StunReply;
import io.banyan.protocol.id.NodeId;
import io.banyan.protocol.id.RegionId;
import io.banyan.protocol.stun.StunAttribute;
import io.banyan.protocol.stun.StunClass;
import io.banyan.protocol.stun.StunKey;
import io.banyan.protocol.stun.StunView;
import io.banyan.protocol.stun.StunWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A client's check: whose it is, and the answer to it. The JDK's HMAC makes arrays of its own. */
@State(Scope.Thread)
public class StunChecks {
    private static final int ROOM_BYTES = 512;
    private static final long PRIORITY = 1_845_501_695L;

    private final OwnerUfrag.Codec codec = new OwnerUfrag.Codec(new byte[32]);
    private final String ufrag = codec.make(new NodeId(new RegionId("eu"), "eu-1"), 0, 1);
    private final IceCredentials local = IceCredentials.withRandomPassword(ufrag);
    private final IceCredentials remote = IceCredentials.random();
    private final IceLiteAgent agent = new IceLiteAgent(local, remote, 0);
    private final InetSocketAddress from = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5_000);
    private final ByteBuffer request = ByteBuffer.allocate(ROOM_BYTES);
    private final ByteBuffer reply = ByteBuffer.allocate(ROOM_BYTES);
    private final int bytes = new StunWriter()
            .start(request, 0, StunClass.REQUEST, StunAttribute.BINDING, 1, 2)
            .username(ufrag + ':' + remote.ufrag())
            .iceControlling(3)
            .priority(PRIORITY)
            .integrity(StunKey.ofPassword(local.password()))
            .fingerprint()
            .finish();
    private final StunView view = new StunView();

    @Benchmark
    public OwnerUfrag.@Nullable Owner owner() {
        return codec.read(ufrag);
    }

    @Benchmark
    public StunReply answer() {
        view.wrap(request, 0, bytes);
        return agent.onRequest(view, from, 1, reply);
    }
}
