package io.banyan.node.control;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A mesh's CA, and the files that its nodes find mounted. */
final class MeshFiles {
    private static final X500Name CA = new X500Name("CN=banyan mesh CA");

    private final Path directory;
    private final KeyPair caKeys = rsa();

    MeshFiles(Path directory) throws Exception {
        this.directory = directory;
        write("ca.crt", certificate(CA, caKeys, true, ""));
    }

    /** Makes a node's key and certificate, and says where they are. */
    String configFor(String node) throws Exception {
        KeyPair keys = rsa();
        write(node + ".crt", certificate(new X500Name("CN=banyan-mesh"), keys, false, node));
        write(node + ".key", keys.getPrivate());
        return """
                banyan.cluster.tls {
                  key-file = "%1$s/%2$s.key"
                  cert-file = "%1$s/%2$s.crt"
                  ca-file = "%1$s/ca.crt"
                }
                """.formatted(directory, node);
    }

    private X509Certificate certificate(X500Name subject, KeyPair keys, boolean isCa, String node)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                CA,
                BigInteger.valueOf(System.nanoTime()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofHours(1))),
                subject,
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isCa));
        if (!isCa) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.dNSName, "banyan-mesh"),
                new GeneralName(GeneralName.uniformResourceIdentifier, "banyan://mesh/test/" + node)
            }));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(caKeys.getPrivate())));
    }

    private void write(String name, X509Certificate certificate) throws IOException, GeneralSecurityException {
        pem(name, "CERTIFICATE", certificate.getEncoded());
    }

    private void write(String name, PrivateKey key) throws IOException {
        pem(name, "PRIVATE KEY", key.getEncoded());
    }

    private void pem(String name, String type, byte[] der) throws IOException {
        Files.writeString(
                directory.resolve(name),
                "-----BEGIN " + type + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type
                        + "-----\n");
    }

    private static KeyPair rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }
}
