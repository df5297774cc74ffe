package io.banyan.protocol.link;

/**
 * Datagrams that never leave the process: from one loop of a node to another. They have a first byte of their own, so that
 * no session with keys takes one, and none without takes what came over a network sealed.
 */
final class PlainDatagrams implements DatagramProtection {
    private final int localId;
    private final int remoteId;

    PlainDatagrams(int localId, int remoteId) {
        this.localId = localId;
        this.remoteId = remoteId;
    }

    @Override
    public int overheadBytes() {
        return LinkDatagram.HEADER_BYTES + LinkDatagram.SEND_TIME_BYTES;
    }

    @Override
    public boolean takes(int firstByte) {
        return firstByte == LinkDatagram.PLAIN;
    }

    @Override
    public int protect(long seq, byte[] in, int length, byte[] out, long nowNanos) {
        DatagramProtection.address(in, LinkDatagram.PLAIN, remoteId);
        System.arraycopy(in, 0, out, 0, length);
        return length;
    }

    @Override
    public int open(int linkId, int firstByte, long seq, byte[] in, int length, byte[] out, long nowNanos) {
        if (linkId != localId) {
            return -1;
        }
        System.arraycopy(in, 0, out, 0, length);
        return length;
    }
}
