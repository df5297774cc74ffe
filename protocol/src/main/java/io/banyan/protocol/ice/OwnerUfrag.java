package io.banyan.protocol.ice;

import io.banyan.protocol.id.NodeId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A node's ICE ufrag, which names the node and the loop that own the transport, so that any node and any port can tell
 * where a check belongs without asking anybody. Layout and reasons: {@code docs/wire/ufrag.md}.
 *
 * <pre>
 *  version (1) | node key (8) | loop (1) | nonce (8) | MAC (6)      24 bytes, 32 characters of Base64
 * </pre>
 */
public final class OwnerUfrag {
    /** Characters of such a ufrag. */
    public static final int LENGTH = 32;

    private static final byte VERSION = 1;
    private static final int SIGNED_BYTES = 18;
    private static final int MAC_BYTES = 6;
    /** Keeps these MACs apart from whatever else the mesh key signs. */
    private static final byte[] MAC_LABEL = "banyan ufrag".getBytes(StandardCharsets.US_ASCII);

    private OwnerUfrag() {}

    /**
     * Who owns a transport.
     *
     * @param nodeKey see {@link #nodeKey}
     * @param loop 0 to 255
     * @param nonce which of the loop's transports
     */
    public record Owner(long nodeKey, int loop, long nonce) {
        public boolean isOn(NodeId node) {
            return nodeKey == OwnerUfrag.nodeKey(node);
        }
    }

    /** The first 8 bytes of SHA-256 over {@code region/node}. */
    public static long nodeKey(NodeId node) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(node.toString().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Makes and reads owner ufrags under the mesh's keys. Owned by one thread; cheap to have one per loop. */
    public static final class Codec {
        private final List<Mac> macs;
        private final byte[] raw = new byte[SIGNED_BYTES + MAC_BYTES];
        private final ByteBuffer rawBytes = ByteBuffer.wrap(raw);

        public Codec(byte[] meshKey) {
            this(List.of(meshKey));
        }

        /**
         * @param meshKeys at least one: the first makes, any is accepted; so a key is rotated by adding the new one
         *     behind, then in front of the old one, on every node, before the old one goes
         */
        public Codec(List<byte[]> meshKeys) {
            if (meshKeys.isEmpty()) {
                throw new IllegalArgumentException("a mesh key is needed");
            }
            macs = meshKeys.stream().map(Codec::macOf).toList();
        }

        /**
         * @param loop 0 to 255
         * @param nonce never used before on this loop; random ones will do
         */
        public String make(NodeId node, int loop, long nonce) {
            if (loop < 0 || loop > 255) {
                throw new IllegalArgumentException("a loop's number is 0 to 255, not " + loop);
            }
            raw[0] = VERSION;
            rawBytes.putLong(1, nodeKey(node));
            raw[9] = (byte) loop;
            rawBytes.putLong(10, nonce);
            rawBytes.put(SIGNED_BYTES, sign(macs.getFirst()), 0, MAC_BYTES);
            return Base64.getEncoder().encodeToString(raw);
        }

        /** The owner that an authentic ufrag names; null for anything else. */
        public @Nullable Owner read(CharSequence ufrag) {
            if (ufrag.length() != LENGTH) {
                return null;
            }
            for (int i = 0; i < LENGTH; i += 4) {
                int quad = sextet(ufrag.charAt(i)) << 18
                        | sextet(ufrag.charAt(i + 1)) << 12
                        | sextet(ufrag.charAt(i + 2)) << 6
                        | sextet(ufrag.charAt(i + 3));
                if (!putQuad(i, quad)) {
                    return null;
                }
            }
            return verified();
        }

        /** The same from a message's bytes, as {@link IceUsername#receiverUfragBytes} finds them. */
        public @Nullable Owner read(ByteBuffer buffer, int offset, int length) {
            if (length != LENGTH) {
                return null;
            }
            for (int i = 0; i < LENGTH; i += 4) {
                int quad = sextet(buffer.get(offset + i)) << 18
                        | sextet(buffer.get(offset + i + 1)) << 12
                        | sextet(buffer.get(offset + i + 2)) << 6
                        | sextet(buffer.get(offset + i + 3));
                if (!putQuad(i, quad)) {
                    return null;
                }
            }
            return verified();
        }

        private boolean putQuad(int charIndex, int quad) {
            int at = charIndex / 4 * 3;
            raw[at] = (byte) (quad >> 16);
            raw[at + 1] = (byte) (quad >> 8);
            raw[at + 2] = (byte) quad;
            // A character that is none is -1, which sets every higher bit.
            return quad >= 0;
        }

        private @Nullable Owner verified() {
            if (raw[0] != VERSION) {
                return null;
            }
            boolean authentic = false;
            for (int i = 0; i < macs.size(); i++) {
                authentic |= isSignature(sign(macs.get(i)));
            }
            if (!authentic) {
                return null;
            }
            return new Owner(rawBytes.getLong(1), raw[9] & 0xFF, rawBytes.getLong(10));
        }

        /** In constant time. */
        private boolean isSignature(byte[] expected) {
            int difference = 0;
            for (int i = 0; i < MAC_BYTES; i++) {
                difference |= expected[i] ^ raw[SIGNED_BYTES + i];
            }
            return difference == 0;
        }

        private byte[] sign(Mac mac) {
            mac.update(MAC_LABEL);
            mac.update(raw, 0, SIGNED_BYTES);
            return mac.doFinal();
        }

        private static Mac macOf(byte[] key) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                return mac;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has HmacSHA256", e);
            }
        }

        private static int sextet(int c) {
            if (c >= 'A' && c <= 'Z') {
                return c - 'A';
            }
            if (c >= 'a' && c <= 'z') {
                return c - 'a' + 26;
            }
            if (c >= '0' && c <= '9') {
                return c - '0' + 52;
            }
            return c == '+' ? 62 : c == '/' ? 63 : -1;
        }
    }
}
