package io.banyan.node.signal.token;

import java.security.Key;
import org.jspecify.annotations.Nullable;

/** A tenant's JSON Web Key Set (RFC 7517), wherever it is kept. */
interface PublicKeys {
    /** The public key of that {@code kid}, null if the set has none or cannot be had now. May block. */
    @Nullable
    Key find(String kid);
}
