package io.banyan.cluster.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.banyan.protocol.dtls.MeshAuthority;
import io.banyan.protocol.id.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeshCredentialsTest {
    private static final NodeId NODE = NodeId.parse("eu/eu-1");
    private static final Duration VALIDITY = Duration.ofDays(7);
    private static final Duration RELOAD = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private final SecureRandom random = new SecureRandom();
    // Both of the same name, as an operator who exchanges a CA may well call them.
    private final MeshAuthority first = MeshAuthority.make("mesh CA", VALIDITY, random);
    private final MeshAuthority second = MeshAuthority.make("mesh CA", VALIDITY, random);
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> refusals = new ArrayList<>();
    private CredentialFiles files;

    @BeforeEach
    void write() throws IOException {
        files = new CredentialFiles(
                folder.resolve("tls.crt"), folder.resolve("tls.key"), folder.resolve("ca.crt"), RELOAD);
        put(first.issue(NODE, VALIDITY));
        Files.writeString(files.authorities(), first.certificatePem());
    }

    @Test
    void shouldSayWhoItIsAndSign() throws CredentialException {
        CredentialSet own = open().current();
        byte[] part = "a part".getBytes(StandardCharsets.UTF_8);
        byte[] signature = own.sign(part);

        assertThat(own.node()).isEqualTo(NODE);
        assertThat(own.nameOf(own.chain(), Instant.now())).contains(NODE);
        assertThat(CredentialSet.isSigned(own.certificate(), part, signature)).isTrue();
        assertThat(CredentialSet.isSigned(own.certificate(), "no".getBytes(StandardCharsets.UTF_8), signature))
                .isFalse();
        assertThat(CredentialSet.isSigned(own.certificate(), part, new byte[] {1, 2, 3}))
                .isFalse();
    }

    @Test
    void shouldBelieveNoOtherCaAndNoOtherTime() throws Exception {
        CredentialSet own = open().current();
        put(second.issue(NodeId.parse("us/us-1"), VALIDITY));
        Files.writeString(files.authorities(), second.certificatePem());
        CredentialSet other = open().current();

        assertThat(own.nameOf(other.chain(), Instant.now())).isEmpty();
        assertThat(own.nameOf(List.of(), Instant.now())).isEmpty();
        assertThat(own.nameOf(own.chain(), Instant.now().plus(Duration.ofDays(8))))
                .isEmpty();
    }

    @Test
    void shouldExchangeCaAndCertificateWithoutABreak() throws Exception {
        MeshCredentials credentials = open();
        CredentialSet before = credentials.current();

        Files.writeString(files.authorities(), first.certificatePem() + second.certificatePem());
        nanos.addAndGet(RELOAD.toNanos());
        CredentialSet both = credentials.current();
        assertThat(both).isNotSameAs(before);
        put(second.issue(NODE, VALIDITY));
        assertThat(credentials.current()).isSameAs(both);
        nanos.addAndGet(RELOAD.toNanos());
        CredentialSet after = credentials.current();

        assertThat(both.nameOf(before.chain(), Instant.now())).contains(NODE);
        assertThat(both.nameOf(after.chain(), Instant.now())).contains(NODE);
        assertThat(after.nameOf(before.chain(), Instant.now())).contains(NODE);
        assertThat(before.nameOf(after.chain(), Instant.now())).isEmpty();
        assertThat(refusals).isEmpty();
    }

    @Test
    void shouldKeepTheOldOnesWhileTheNewDoNotFitTogether() throws Exception {
        MeshCredentials credentials = open();
        CredentialSet before = credentials.current();
        MeshAuthority.Issued next = first.issue(NODE, VALIDITY);

        Files.writeString(files.certificate(), next.certificatePem());
        nanos.addAndGet(RELOAD.toNanos());
        assertThat(credentials.current()).isSameAs(before);
        assertThat(refusals).hasSize(1).first().asString().contains("is not that of the certificate");
        nanos.addAndGet(RELOAD.toNanos());
        assertThat(credentials.current()).isSameAs(before);
        assertThat(refusals).hasSize(1);

        Files.writeString(files.key(), next.keyPem());
        nanos.addAndGet(RELOAD.toNanos());
        assertThat(credentials.current()).isNotSameAs(before);

        put(first.issue(NodeId.parse("eu/eu-2"), VALIDITY));
        nanos.addAndGet(RELOAD.toNanos());
        assertThat(credentials.current().node()).isEqualTo(NODE);
        assertThat(refusals).hasSize(2).last().asString().contains("now names eu/eu-2");
    }

    @Test
    void shouldSayInOneLineWhatIsWrong() throws IOException {
        Files.writeString(files.key(), "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
        refused("openssl pkcs8");
        Files.delete(files.key());
        refused("tls.key cannot be read");
        write();
        Files.writeString(files.authorities(), first.issue(NODE, VALIDITY).certificatePem());
        refused("not a CA's");
        Files.writeString(files.authorities(), "nothing");
        refused("has no certificate");
        write();
        Files.writeString(files.certificate(), first.certificatePem());
        refused("names no node");
        Files.writeString(files.certificate(), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        refused("cannot be read");
    }

    private void refused(String complaint) {
        assertThatThrownBy(this::open)
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining(complaint)
                .satisfies(thrown ->
                        assertThat(String.valueOf(thrown.getMessage()).lines()).hasSize(1));
    }

    private MeshCredentials open() throws CredentialException {
        return MeshCredentials.open(files, nanos::get, refusals::add);
    }

    private void put(MeshAuthority.Issued issued) throws IOException {
        Files.writeString(files.certificate(), issued.certificatePem());
        Files.writeString(files.key(), issued.keyPem());
    }
}
