package io.banyan.loadtest.packet;

import io.banyan.loadtest.peer.BareFanout;
import io.banyan.loadtest.peer.PeerLoop;
import io.banyan.loadtest.peer.SessionKey;
import io.banyan.loadtest.process.ProcessUsage;
import io.banyan.loadtest.process.ProcessorTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The C limit in a node's place: the same publisher, the same sockets to receive, the same verification. */
final class LimitForwarding implements Forwarding {
    private static final String READY = "ready ";

    private final Process process;
    private final BareFanout fanout;
    private final ProcessUsage usage;

    private LimitForwarding(Process process, BareFanout fanout) {
        this.process = process;
        this.fanout = fanout;
        usage = new ProcessUsage(process.pid());
    }

    /** @param address of this machine that all of them use */
    static LimitForwarding open(
            LimitProgram program,
            PeerLoop sending,
            PeerLoop receiving,
            InetAddress address,
            FanoutShape shape,
            boolean hasSegmentation,
            long seed) {
        BareFanout fanout = BareFanout.open(sending, receiving, address, shape.subscribers(), shape.video(), seed);
        LimitForwarding opened = new LimitForwarding(program.start(), fanout);
        try {
            fanout.publishTo(new InetSocketAddress(address, opened.begin(address, hasSegmentation)));
            return opened;
        } catch (IOException e) {
            opened.close();
            throw new UncheckedIOException(e);
        }
    }

    private int begin(InetAddress address, boolean hasSegmentation) throws IOException {
        // Not closed: the program ends when its input does.
        PrintWriter lines = new PrintWriter(process.outputWriter(StandardCharsets.US_ASCII), false);
        SessionKey own = fanout.publisherKey();
        lines.println("bind " + address.getHostAddress());
        lines.println("segmentation " + (hasSegmentation ? "on" : "off"));
        lines.println("publisher " + own.key() + ' ' + own.salt());
        for (BareFanout.Subscription each : fanout.subscriptions()) {
            lines.println(String.join(
                    " ",
                    "subscriber",
                    each.address().getAddress().getHostAddress(),
                    Integer.toString(each.address().getPort()),
                    each.key().key(),
                    each.key().salt(),
                    Integer.toUnsignedString(each.videoSsrc()),
                    Integer.toUnsignedString(each.audioSsrc())));
        }
        lines.println("start");
        lines.flush();
        BufferedReader answers = process.inputReader(StandardCharsets.US_ASCII);
        String answer = answers.readLine();
        if (answer == null || !answer.startsWith(READY)) {
            throw new IOException("the C limit did not start: " + answer);
        }
        return Integer.parseInt(answer.substring(READY.length()).strip());
    }

    @Override
    public void setSilent(boolean silent) {
        fanout.setSilent(silent);
    }

    @Override
    public ProcessorTime processorTime() {
        return usage.processorTime();
    }

    @Override
    public Received received() {
        Received received = Received.of(fanout.slots());
        return new Received(
                received.packets(),
                received.corrupted() + fanout.refused(),
                received.missing(),
                received.latencyMicros());
    }

    @Override
    public void close() {
        process.destroy();
        fanout.close();
    }
}
