package io.banyan.node.mesh.stream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.banyan.node.plane.StreamRefusal;
import io.banyan.protocol.wire.v1.MeshFrame;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.pekko.util.ByteString;

/** A frame on a stream: its length (32 bits, network order) and a protobuf {@code MeshFrame}. No bytes at all: alive. */
final class FrameCodec {
    static final int LENGTH_BYTES = 4;
    static final ByteString KEEP_ALIVE = ByteString.fromArray(new byte[LENGTH_BYTES]);

    /**
     * @param bytes with the length
     */
    record Sized(MeshFrame frame, int bytes) {}

    private FrameCodec() {}

    static ByteString encode(MeshFrame frame) {
        byte[] content = frame.toByteArray();
        ByteBuffer whole = ByteBuffer.allocate(LENGTH_BYTES + content.length);
        whole.putInt(content.length).put(content);
        return ByteString.fromArrayUnsafe(whole.array());
    }

    /**
     * @param whole with its length, which is right
     * @throws StreamRefusedException if it is no frame
     */
    static Sized decode(ByteString whole) {
        try {
            return new Sized(MeshFrame.parseFrom(whole.drop(LENGTH_BYTES).asByteBuffer()), whole.size());
        } catch (InvalidProtocolBufferException garbage) {
            throw new StreamRefusedException(StreamRefusal.GARBAGE);
        }
    }

    /** For metrics. */
    static String kindOf(MeshFrame frame) {
        return frame.getFrameCase().name().toLowerCase(Locale.ROOT);
    }
}
