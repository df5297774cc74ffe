package io.banyan.protocol.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DtlsUnderLossTest {
    @Test
    void shouldCompleteManyHandshakesAtOnceUnderLossRepetitionAndReordering() throws Exception {
        List<DtlsPeer> peers = new ArrayList<>();
        for (int seed = 0; seed < 100; seed++) {
            DtlsPeer server = DtlsPeer.server();
            DtlsPeer client = DtlsPeer.client();
            server.wire = new BadWire(2L * seed, 0.2, client.session::offer);
            client.wire = new BadWire(2L * seed + 1, 0.2, server.session::offer);
            server.start();
            client.start();
            peers.add(server);
            peers.add(client);
        }
        for (DtlsPeer peer : peers) {
            assertThat(peer.awaitKeys()).isNotNull();
        }
        peers.forEach(peer -> peer.session.close());
        for (DtlsPeer peer : peers) {
            assertThat(peer.awaitEnd()).isIn(DtlsEnd.CLOSED_LOCALLY, DtlsEnd.CLOSED_BY_PEER);
        }
    }

    @Test
    void shouldCompleteTwoHundredHandshakesAtOnce() throws Exception {
        List<DtlsPeer> peers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            DtlsPeer server = DtlsPeer.server();
            DtlsPeer client = DtlsPeer.client();
            DtlsPeer.connect(server, client);
            peers.add(server);
            peers.add(client);
        }
        for (DtlsPeer peer : peers) {
            assertThat(peer.awaitKeys()).isNotNull();
        }
        peers.forEach(peer -> peer.session.close());
        for (DtlsPeer peer : peers) {
            peer.awaitEnd();
        }
    }
}
