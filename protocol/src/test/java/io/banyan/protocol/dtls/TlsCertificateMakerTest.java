package io.banyan.protocol.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class TlsCertificateMakerTest {
    private static final char[] PASSWORD = "for this process only".toCharArray();

    @Test
    void shouldNameEveryHost() throws Exception {
        KeyStore store = TlsCertificateMaker.selfSigned(
                List.of("demo.example", "192.168.1.7", "fe80::1"), PASSWORD, DtlsPeer.RANDOM);
        X509Certificate certificate = (X509Certificate) store.getCertificate(TlsCertificateMaker.ALIAS);
        certificate.checkValidity();
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=demo.example");
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(List::getLast)
                .map(Object::toString)
                .containsExactly("demo.example", "192.168.1.7", "fe80:0:0:0:0:0:0:1");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    }

    @Test
    void shouldServeTls() throws Exception {
        KeyStore store = TlsCertificateMaker.selfSigned(List.of("localhost"), PASSWORD, DtlsPeer.RANDOM);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, DtlsPeer.RANDOM);
        assertThat(context.createSSLEngine().getSupportedProtocols()).contains("TLSv1.3");
    }
}
