package io.banyan.protocol.dtls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The textual form of certificates and keys (RFC 7468). Any thread. */
public final class Pem {
    public static final String CERTIFICATE = "CERTIFICATE";
    /** PKCS#8 (RFC 5958), unencrypted. */
    public static final String PRIVATE_KEY = "PRIVATE KEY";

    private static final int LINE_CHARS = 64;

    private Pem() {}

    public static String encode(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(LINE_CHARS, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    /** Every block of that label, in order; others and text between are passed over, as are blocks that are no base64. */
    public static List<byte[]> decode(String label, String text) {
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        List<byte[]> blocks = new ArrayList<>();
        int from = 0;
        while (true) {
            int start = text.indexOf(begin, from);
            int stop = start < 0 ? -1 : text.indexOf(end, start);
            if (stop < 0) {
                return blocks;
            }
            String body = text.substring(start + begin.length(), stop).replaceAll("\\s", "");
            try {
                blocks.add(Base64.getDecoder().decode(body));
            } catch (IllegalArgumentException damaged) {
                // Whoever wanted a block finds one too few and says so.
            }
            from = stop + end.length();
        }
    }
}
