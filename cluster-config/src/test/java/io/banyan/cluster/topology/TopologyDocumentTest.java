package io.banyan.cluster.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.banyan.protocol.id.RegionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyDocumentTest {
    static final String GOOD = """
            { "version": 7,
              "regions": [
                {"name": "eu", "latitude": 50.11, "longitude": 8.68, "control": ["eu.example:7771", "[2001:db8::1]:7771"], "cost_per_gb": 0.02},
                {"name": "us", "latitude": 39.04, "longitude": -77.49, "control": ["192.0.2.1:7771"]}
              ],
              "via": [ {"to": "192.0.2.1:7771", "use": "10.0.0.1:9000"} ] }
            """;

    @Test
    void shouldReadRegionsAndTheWayToThem() throws TopologyException {
        Topology topology = TopologyDocument.parse(GOOD);

        assertThat(topology.version()).isEqualTo(7);
        assertThat(topology.names()).containsExactly(new RegionId("eu"), new RegionId("us"));
        Region eu = topology.region(new RegionId("eu")).orElseThrow();
        Region us = topology.region(new RegionId("us")).orElseThrow();
        assertThat(eu.control()).containsExactly(new HostPort("eu.example", 7771), new HostPort("2001:db8::1", 7771));
        assertThat(eu.control().get(1)).hasToString("[2001:db8::1]:7771");
        assertThat(us.costPerGb()).isZero();
        assertThat(eu.distanceKm(us)).isCloseTo(6540, within(30.0));
        assertThat(topology.reach(us.control().getFirst())).isEqualTo(new HostPort("10.0.0.1", 9000));
        assertThat(topology.reach(eu.control().getFirst()))
                .isEqualTo(eu.control().getFirst());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "version": 7                 | "version": 0                      | version must be a whole number from 1 on
            "version": 7                 | "version": 7.5                    | version must be a whole number from 1 on
            "version": 7                 | "version": "7"                    | version must be a whole number from 1 on
            "version": 7,                | ``                                | no "version": add it
            "version": 7                 | "version": 7, "version": 8        | Duplicate field
            "via": [                     | "vias": [                         | "vias" that is not known
            "name": "us"                 | "name": "eu"                      | eu is there twice
            "name": "us"                 | "name": "u s"                     | regions[1].name
            "longitude": 8.68            | "longitude": 188                  | regions[0].longitude must be a number from -180.0 to 180.0
            "cost_per_gb": 0.02          | "cost_per_gb": -1                 | regions[0].cost_per_gb
            ["192.0.2.1:7771"]           | []                                | regions[1].control has 0 entries
            ["192.0.2.1:7771"]           | ["192.0.2.1"]                     | regions[1].control[0]: an address has the form host:port
            ["192.0.2.1:7771"]           | ["192.0.2.1:77710"]               | a port is 1 to 65535
            ["192.0.2.1:7771"]           | "192.0.2.1:7771"                  | must be a list
            "[2001:db8::1]:7771"         | "2001:db8::1:7771"                | an IPv6 address is written [address]:port
            "use": "10.0.0.1:9000"       | "uses": "10.0.0.1:9000"           | "uses" that is not known
            ] }                          | ]                                 | it is no JSON at line
            ] }                          | ] } {}                            | it is no JSON
            """)
    void shouldSayInOneLineWhatIsWrong(String good, String bad, String complaint) {
        assertThat(GOOD).contains(good);
        assertThatThrownBy(() -> TopologyDocument.parse(GOOD.replace(good, bad)))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining(complaint)
                .satisfies(thrown ->
                        assertThat(String.valueOf(thrown.getMessage()).lines()).hasSize(1));
    }

    @Test
    void shouldRefuseWhatIsNoDocument() {
        for (String text : new String[] {"", "null", "[]", "7", "{}", "{\"version\":1,\"regions\":[]}"}) {
            assertThatThrownBy(() -> TopologyDocument.parse(text)).isInstanceOf(TopologyException.class);
        }
    }
}
