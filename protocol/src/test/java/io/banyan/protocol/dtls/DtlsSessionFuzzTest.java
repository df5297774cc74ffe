package io.banyan.protocol.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class DtlsSessionFuzzTest {
    private static final int SESSIONS = 400;
    private static final int DATAGRAMS_EACH = 60;
    private static final long SEED = 0xD715;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

    @Test
    void shouldEndInOrderWhateverArrives() throws Exception {
        List<byte[]> seeds = clientDatagrams();
        for (int i = 0; i < SESSIONS; i++) {
            DtlsPeer server = DtlsPeer.server();
            server.start();
            for (int n = 0; n < DATAGRAMS_EACH && !server.end.isDone(); n++) {
                byte[] datagram = n % 3 == 0 ? noise() : mutated(seeds.get(random.nextInt(seeds.size())));
                while (!server.session.offer(datagram.clone()) && !server.end.isDone()) {
                    Thread.onSpinWait();
                }
            }
            server.session.close();
            assertThat(server.awaitEnd()).as(server.detail).isNotIn(DtlsEnd.INTERNAL_ERROR, DtlsEnd.HANDSHAKE_TIMEOUT);
            assertThat(server.keys).isCompletedExceptionally();
        }
    }

    @Test
    void shouldNotMindNoiseAfterTheHandshake() throws Exception {
        DtlsPeer server = DtlsPeer.server();
        DtlsPeer client = DtlsPeer.client();
        DtlsPeer.connect(server, client);
        server.awaitKeys();
        client.awaitKeys();
        List<byte[]> seeds = List.copyOf(client.sent);
        for (int n = 0; n < 20_000; n++) {
            byte[] datagram = n % 2 == 0 ? noise() : mutated(seeds.get(random.nextInt(seeds.size())));
            while (!server.session.offer(datagram.clone())) {
                assertThat(server.end).as("after %d datagrams", n).isNotDone();
                Thread.onSpinWait();
            }
        }
        byte[] ping = {1, 2, 3};
        while (server.records.isEmpty() && !server.end.isDone()) {
            client.session.sendApplicationData(ping.clone());
            Thread.onSpinWait();
        }
        assertThat(server.awaitRecord()).isEqualTo(ping);
        assertThat(server.end).isNotDone();
        server.session.close();
    }

    private static List<byte[]> clientDatagrams() throws Exception {
        DtlsPeer server = DtlsPeer.server();
        DtlsPeer client = DtlsPeer.client();
        DtlsPeer.connect(server, client);
        server.awaitKeys();
        client.awaitKeys();
        client.session.close();
        server.awaitEnd();
        return new ArrayList<>(client.sent);
    }

    private byte[] noise() {
        byte[] noise = new byte[1 + random.nextInt(300)];
        random.nextBytes(noise);
        if (noise.length > 13 && random.nextBoolean()) {
            byte[] header = {(byte) (20 + random.nextInt(6)), (byte) 0xFE, (byte) 0xFD, 0, (byte) random.nextInt(2)};
            System.arraycopy(header, 0, noise, 0, header.length);
            noise[11] = 0;
            noise[12] = (byte) (noise.length - 13);
        }
        return noise;
    }

    private byte[] mutated(byte[] valid) {
        byte[] mutated = valid.clone();
        for (int flips = random.nextInt(4); flips > 0; flips--) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
        }
        // The numbers of records, or all but the first of a kind would be taken for repetitions.
        mutated[9] = (byte) random.nextInt();
        return mutated;
    }
}
