package io.banyan.protocol.sdp;

import io.banyan.protocol.dtls.Fingerprint;
import io.banyan.protocol.ice.IceCredentials;
import io.banyan.protocol.sdp.NegotiationResult.Rejected;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one transport that an offer's m-lines share: ICE credentials, fingerprints, DTLS role. Browsers repeat it on every
 * line, and it must be the same everywhere.
 */
final class TransportOffer {
    private final List<Fingerprint> fingerprints = new ArrayList<>();
    private @Nullable String ufrag;
    private @Nullable String password;

    private TransportOffer() {}

    /** The client's credentials and fingerprints, or why there are none. */
    sealed interface Result {}

    record Agreed(IceCredentials remote, List<Fingerprint> fingerprints) implements Result {}

    record Refused(Rejected rejected) implements Result {}

    /**
     * @param lines those m-lines of the offer that are not stopped
     */
    static Result read(SessionDescription offer, List<MediaDescription> lines) {
        TransportOffer transport = new TransportOffer();
        Rejected rejected = transport.onAttributes(offer.attributes());
        for (int i = 0; rejected == null && i < lines.size(); i++) {
            rejected = transport.onAttributes(lines.get(i).attributes());
        }
        return rejected == null ? transport.result() : new Refused(rejected);
    }

    private @Nullable Rejected onAttributes(List<SdpAttribute> attributes) {
        for (SdpAttribute attribute : attributes) {
            Rejected rejected = switch (attribute.name()) {
                case "ice-ufrag" -> {
                    boolean same = ufrag == null || ufrag.equals(attribute.value());
                    ufrag = attribute.value();
                    yield same ? null : conflictingIce();
                }
                case "ice-pwd" -> {
                    boolean same = password == null || password.equals(attribute.value());
                    password = attribute.value();
                    yield same ? null : conflictingIce();
                }
                case "fingerprint" -> onFingerprint(attribute.value());
                case "setup" ->
                    attribute.value().equals("actpass") || attribute.value().equals("active")
                            ? null
                            : new Rejected(
                                    RejectReason.BAD_SETUP,
                                    "the node is the DTLS server: a=setup must be actpass or active");
                default -> null;
            };
            if (rejected != null) {
                return rejected;
            }
        }
        return null;
    }

    private @Nullable Rejected onFingerprint(String value) {
        Fingerprint fingerprint = Fingerprint.parse(value);
        if (fingerprint == null) {
            return null;
        }
        for (Fingerprint known : fingerprints) {
            if (known.algorithm().equals(fingerprint.algorithm())) {
                return known.matches(fingerprint)
                        ? null
                        : new Rejected(
                                RejectReason.CONFLICTING_FINGERPRINTS,
                                "two certificates: there is one transport, and it has one");
            }
        }
        fingerprints.add(fingerprint);
        return null;
    }

    private Result result() {
        if (ufrag == null || password == null) {
            return new Refused(
                    new Rejected(RejectReason.NO_ICE_CREDENTIALS, "no a=ice-ufrag and a=ice-pwd in the offer"));
        }
        if (!IceCredentials.isUfrag(ufrag) || !IceCredentials.isPassword(password)) {
            return new Refused(new Rejected(
                    RejectReason.NO_ICE_CREDENTIALS, "a=ice-ufrag or a=ice-pwd is too short or no ice-chars"));
        }
        if (fingerprints.isEmpty()) {
            return new Refused(new Rejected(
                    RejectReason.NO_FINGERPRINT, "no a=fingerprint by sha-256, sha-384 or sha-512 in the offer"));
        }
        return new Agreed(new IceCredentials(ufrag, password), fingerprints);
    }

    private static Rejected conflictingIce() {
        return new Rejected(
                RejectReason.CONFLICTING_ICE_CREDENTIALS, "two a=ice-ufrag or a=ice-pwd: there is one transport");
    }
}
