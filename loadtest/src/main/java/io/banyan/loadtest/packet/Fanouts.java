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

    private Fanouts() {}

    /**
     * @param subscribers of those whose number is free
     * @param limit measured beside those that have its profile; null: not measured
     * @param profiles gets flame graphs; null: none are made
     * @param address that the limit uses
     */
    public static List<Fanout> all(
            int subscribers,
            int runs,
            int seconds,
            @Nullable LimitProgram limit,
            @Nullable Path profiles,
            InetAddress address) {
        SrtpProfile gcm = SrtpProfile.AEAD_AES_128_GCM;
        SrtpProfile counter = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
        return List.of(
                new Fanout(
                        new FanoutShape("even", subscribers, 1, gcm),
                        runs,
                        seconds,
                        limit,
                        EVEN_GOAL,
                        profiles,
                        address),
                new Fanout(
                        new FanoutShape("burst", subscribers, BURST, gcm),
                        runs,
                        seconds,
                        limit,
                        BURST_GOAL,
                        profiles,
                        address),
                new Fanout(
                        new FanoutShape("counter", subscribers, 1, counter),
                        runs,
                        seconds,
                        null,
                        Double.NaN,
                        profiles,
                        address),
                new Fanout(
                        new FanoutShape("plain", subscribers, 1, gcm, false),
                        runs,
                        seconds,
                        null,
                        Double.NaN,
                        profiles,
                        address),
                new Fanout(new FanoutShape("few", FEW, 1, gcm), runs, seconds, limit, Double.NaN, profiles, address),
                new Fanout(new FanoutShape("many", MANY, 1, gcm), runs, seconds, limit, Double.NaN, profiles, address));
    }
}
