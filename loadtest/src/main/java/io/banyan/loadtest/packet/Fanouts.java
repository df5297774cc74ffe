package io.banyan.loadtest.packet;

import io.banyan.protocol.srtp.SrtpProfile;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fan-outs that are measured. */
public final class Fanouts {
    private static final int BURST = 8;
    private static final int FEW = 10;
    private static final int MANY = 200;
    private static final double EVEN_GOAL = 1.25;
    private static final double BURST_GOAL = 1.5;
    private static final double JANUS_GOAL = 0.3;

    private Fanouts() {}

    /**
     * @param subscribers of those whose number is free
     * @param rivals measured beside them; the limit only beside those that have its profile
     * @param profiles gets flame graphs; null: none are made
     * @param address that the limit uses
     */
    public static List<Fanout> all(
            int subscribers, int runs, int seconds, FanoutRivals rivals, @Nullable Path profiles, InetAddress address) {
        SrtpProfile gcm = SrtpProfile.AEAD_AES_128_GCM;
        SrtpProfile counter = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
        return List.of(
                new Fanout(
                        new FanoutShape("even", subscribers, 1, gcm),
                        runs,
                        seconds,
                        rivals,
                        EVEN_GOAL,
                        JANUS_GOAL,
                        profiles,
                        address),
                new Fanout(
                        new FanoutShape("burst", subscribers, BURST, gcm),
                        runs,
                        seconds,
                        rivals,
                        BURST_GOAL,
                        Double.NaN,
                        profiles,
                        address),
                new Fanout(
                        new FanoutShape("counter", subscribers, 1, counter),
                        runs,
                        seconds,
                        rivals.withoutLimit(),
                        Double.NaN,
                        Double.NaN,
                        profiles,
                        address),
                new Fanout(
                        new FanoutShape("plain", subscribers, 1, gcm, false),
                        runs,
                        seconds,
                        rivals.withoutLimit(),
                        Double.NaN,
                        Double.NaN,
                        profiles,
                        address),
                new Fanout(
                        new FanoutShape("few", FEW, 1, gcm),
                        runs,
                        seconds,
                        rivals,
                        Double.NaN,
                        Double.NaN,
                        profiles,
                        address),
                new Fanout(
                        new FanoutShape("many", MANY, 1, gcm),
                        runs,
                        seconds,
                        rivals,
                        Double.NaN,
                        Double.NaN,
                        profiles,
                        address));
    }
}
