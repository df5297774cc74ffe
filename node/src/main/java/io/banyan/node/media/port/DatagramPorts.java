package io.banyan.node.media.port;

import io.banyan.cluster.PortKind;
import io.banyan.node.media.loop.DatagramPort;
import io.banyan.node.media.loop.LoopClock;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses between the ports, once at start. */
public final class DatagramPorts {
    private static final Logger LOG = LoggerFactory.getLogger(DatagramPorts.class);

    private DatagramPorts() {}

    /** Takes ports of the kind that is set; of the best that this machine can have, if that is left open. */
    public static DatagramPort.Binder of(PortKind kind, LoopClock clock) {
        boolean isLinux = switch (kind) {
            case LINUX -> true;
            case NETTY -> false;
            case AUTO -> LinuxDatagramPort.isAvailable();
        };
        LOG.info("media ports: {} ({})", isLinux ? PortKind.LINUX : PortKind.NETTY, kind);
        if (isLinux && !LinuxDatagramPort.isAvailable()) {
            throw new IllegalStateException("banyan.media.datagram-port is linux, which this machine cannot do");
        }
        SecureRandom random = new SecureRandom();
        return isLinux
                ? (at, threadName) -> LinuxDatagramPort.bind(at, threadName, clock, random.nextLong())
                : (at, threadName) -> NettyDatagramPort.bind(at, threadName, clock);
    }
}
