package io.banyan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.banyan.protocol.id.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeSettingsTest {
    @TempDir
    Path folder;

    @Test
    void shouldHaveADefaultForEverySetting() {
        NodeSettings settings = NodeSettings.read(ConfigFiles.load("single", Optional.empty()), 42);

        assertThat(settings.node()).hasToString("local/node-1");
        assertThat(settings.incarnation()).isEqualTo(42);
        assertThat(settings.demo().enabled()).isTrue();
        assertThat(settings.http().tls()).isEmpty();
        assertThat(settings.media().loopsOn(8)).isEqualTo(7);
        assertThat(settings.media().loopsOn(1)).isEqualTo(1);
    }

    @Test
    void shouldPutTheOperatorsFileOverTheProfile() throws Exception {
        Path file = folder.resolve("node.conf");
        Files.writeString(file, """
                banyan {
                  node.name = eu-7
                  tokens.tenants.acme { keys = [{ kid = k1, secret = "0123456789abcdef0123456789abcdef" }], jwks-url = "https://acme.example/jwks" }
                  demo.enabled = false
                }
                """);

        NodeSettings settings = NodeSettings.read(ConfigFiles.load("single", Optional.of(file)), 42);

        assertThat(settings.node().name()).isEqualTo("eu-7");
        assertThat(settings.demo().enabled()).isFalse();
        TokenSettings.TenantKeys acme = settings.tokens().tenants().get(new TenantId("acme"));
        assertThat(acme).isNotNull();
        assertThat(acme.secrets()).hasSize(1).first().hasToString("SharedSecret[k1]");
        assertThat(acme.jwksUrl()).isPresent();
    }

    @Test
    void shouldSayWhichFileIsMissing() {
        Path missing = folder.resolve("nowhere.conf");
        assertThatThrownBy(() -> ConfigFiles.load("single", Optional.of(missing)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nowhere.conf");
    }

    @Test
    void shouldNameTheSettingThatIsWrong() {
        assertThatThrownBy(() -> NodeSettings.read(
                        ConfigFactory.parseString("banyan.media.loops = many")
                                .withFallback(ConfigFiles.load("single", Optional.empty())),
                        1))
                .hasMessageContaining("loops");
    }
}
