package io.banyan.protocol.link;

/** What is done to a link's datagrams between their frames and the path: sealed under keys, or nothing within a process. */
sealed interface DatagramProtection permits KeyGenerations, PlainDatagrams {
    /** What a datagram has beside its frames, in bytes. */
    int overheadBytes();

    /** Whether a datagram with this first byte may be of this link. */
    boolean takes(int firstByte);

    /**
     * Makes a datagram of a packed one: its first byte and the receiver's link id, then whatever protects it.
     *
     * @param seq never twice
     * @param in with sequence number, send time and frames in their places
     * @param length of header, send time and frames
     * @param out another array
     * @return length of the datagram
     */
    int protect(long seq, byte[] in, int length, byte[] out, long nowNanos);

    /**
     * Takes a datagram apart again.
     *
     * @param linkId that it names
     * @return where its frames end; -1 if it is not authentic
     */
    int open(int linkId, int firstByte, long seq, byte[] in, int length, byte[] out, long nowNanos);

    /** Writes where a datagram goes. */
    static void address(byte[] datagram, int firstByte, int linkId) {
        datagram[0] = (byte) firstByte;
        for (int i = 0; i < Integer.BYTES; i++) {
            datagram[LinkDatagram.LINK_ID_AT + i] = (byte) (linkId >>> (24 - 8 * i));
        }
    }
}
