package io.banyan.protocol.sdp;

/** Reads the plain decimal numbers of SDP. */
final class Numbers {
    private Numbers() {}

    /**
     * @param max 0 to 2^31 - 1
     * @return 0 to {@code max}, or -1 for anything else
     */
    static int parse(String text, int max) {
        return (int) parseLong(text, max);
    }

    /**
     * @param max 0 to 2^53
     * @return 0 to {@code max}, or -1 for anything else
     */
    static long parseLong(String text, long max) {
        if (text.isEmpty() || text.length() > 16) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = 10 * number + (c - '0');
        }
        return number <= max ? number : -1;
    }
}
