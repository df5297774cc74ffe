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
        Maker beside = (shape, limitGoal, janusGoal) ->
                new Fanout(shape, runs, seconds, rivals, limitGoal, janusGoal, profiles, address);
        FanoutRivals withoutLimit = rivals.withoutLimit();
        Maker besideJanus = (shape, limitGoal, janusGoal) ->
                new Fanout(shape, runs, seconds, withoutLimit, limitGoal, janusGoal, profiles, address);
        return List.of(
                beside.of(new FanoutShape("even", subscribers, 1, gcm), EVEN_GOAL, JANUS_GOAL),
                beside.of(new FanoutShape("burst", subscribers, BURST, gcm), BURST_GOAL, Double.NaN),
                besideJanus.of(new FanoutShape("counter", subscribers, 1, counter), Double.NaN, Double.NaN),
                besideJanus.of(new FanoutShape("plain", subscribers, 1, gcm, false), Double.NaN, Double.NaN),
                beside.of(new FanoutShape("few", FEW, 1, gcm), Double.NaN, Double.NaN),
                beside.of(new FanoutShape("many", MANY, 1, gcm), Double.NaN, Double.NaN));
    }

    /** Of one shape, with its goals; what all have in common is known. */
    private interface Maker {
        Fanout of(FanoutShape shape, double limitGoal, double janusGoal);
    }
}
