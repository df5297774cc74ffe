package io.banyan.protocol.srtp;

import java.nio.ByteBuffer;

/**
 * Seals or opens single packets under the session keys of one direction: no sources, no replay, no checks of form, which
 * {@link SrtpSender} and {@link SrtpReceiver} have done. Owned by one thread.
 *
 * <p>For every method: buffers are used absolutely; {@code out} may be {@code in} at the same offset and otherwise does
 * not overlap it. Offsets, lengths and room were checked; an implementation in native code checks them once more, in
 * {@link PacketMemory}.
 */
public interface SrtpCipher extends AutoCloseable {
    /**
     * Seals {@code length} bytes of which the first {@code headerLength} stay readable.
     *
     * @param index of the packet, 48 bits; never twice with different bytes
     * @return length of the sealed packet in bytes
     */
    int sealRtp(
            long index,
            int ssrc,
            ByteBuffer in,
            int inOffset,
            int headerLength,
            int length,
            ByteBuffer out,
            int outOffset);

    /**
     * Opens a packet into {@code out}, header included.
     *
     * @param length of the sealed packet in bytes
     * @return false if the tag is wrong; nothing was written then
     */
    boolean openRtp(
            long index,
            int ssrc,
            ByteBuffer in,
            int inOffset,
            int headerLength,
            int length,
            ByteBuffer out,
            int outOffset);

    /**
     * Seals an RTCP packet, encrypted.
     *
     * @param index of the packet, 31 bits; never twice
     * @return length of the sealed packet in bytes
     */
    int sealRtcp(int index, int ssrc, ByteBuffer in, int inOffset, int length, ByteBuffer out, int outOffset);

    /**
     * Opens an SRTCP packet under the index and the E-flag that it carries.
     *
     * @param length of the sealed packet in bytes
     * @return false if the tag is wrong; nothing was written then
     */
    boolean openRtcp(int ssrc, ByteBuffer in, int inOffset, int length, ByteBuffer out, int outOffset);

    /**
     * The index that an SRTCP packet claims, not yet authenticated.
     *
     * @return 31 bits
     */
    int rtcpIndex(ByteBuffer in, int inOffset, int length);

    /** Frees what it holds off the heap. A cipher that holds some refuses to be used afterwards, by IllegalStateException. */
    @Override
    default void close() {}
}
