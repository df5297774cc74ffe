package io.banyan.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.banyan.node.plane.MediaCommand;
import io.banyan.protocol.signal.v1.Joined;
import io.banyan.protocol.signal.v1.Slot;
import io.banyan.protocol.signal.v1.TrackSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParticipantTest {
    private TestNode node;

    @BeforeAll
    void start() {
        node = TestNode.alone();
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void shouldJoinInOneRoundTrip() {
        TestClient ann = node.client();
        Joined joined = ann.joins("ann");
        assertThat(joined.getAnswer()).contains("a=ice-lite", "a=setup:passive", "127.0.0.1 7790 typ host");
        assertThat(joined.getSlotsList()).extracting(Slot::getMid).containsExactly("a0", "v0", "a1", "v1");
        assertThat(joined.getTracksList()).extracting("mid").containsExactly("mic", "cam");
        assertThat(joined.getIdentity()).isEqualTo("ann");
        assertThat(joined.getResumeSeconds()).isEqualTo(4);
        assertThat(node.media.all(MediaCommand.AddTrack.class)).hasSizeGreaterThanOrEqualTo(2);
        TestClient bob = node.client();
        bob.joins("bob");
        String camera = bob.trackOf("ann", TrackSource.TRACK_SOURCE_CAMERA);
        bob.shows(TestClient.slot("v0", camera));
        ann.isGone(true);
        bob.seesUntil(roster -> bob.sees("ann") == null);
    }
}
