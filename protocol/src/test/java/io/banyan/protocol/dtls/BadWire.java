package io.banyan.protocol.dtls;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Loses, repeats and reorders datagrams, from a seed. */
final class BadWire implements Consumer<byte[]> {
    private final RandomGenerator random;
    private final double loss;
    private final Consumer<byte[]> next;
    private byte[] heldBack = new byte[0];

    BadWire(long seed, double loss, Consumer<byte[]> next) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.loss = loss;
        this.next = next;
    }

    @Override
    public synchronized void accept(byte[] datagram) {
        if (random.nextDouble() < loss) {
            return;
        }
        if (heldBack.length == 0 && random.nextDouble() < 0.15) {
            heldBack = datagram;
            return;
        }
        next.accept(datagram.clone());
        if (random.nextDouble() < 0.1) {
            next.accept(datagram.clone());
        }
        if (heldBack.length > 0) {
            next.accept(heldBack);
            heldBack = new byte[0];
        }
    }
}
