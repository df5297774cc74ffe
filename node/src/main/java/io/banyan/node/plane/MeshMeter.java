package io.banyan.node.plane;

/** Counts what goes over the streams to other regions. Any thread may call; nothing here blocks. */
public interface MeshMeter {
    /**
     * @param kind of the frame
     * @param bytes of the frame with its length, before TLS
     */
    void sent(String kind, int bytes);

    /**
     * @param kind of the frame
     * @param bytes of the frame with its length, after TLS
     */
    void received(String kind, int bytes);

    void refused(StreamRefusal why);

    void dropped(FrameDrop why);

    /** How many streams are open now. */
    void open(int streams);

    /**
     * Something that another region said had no effect.
     *
     * @param reason one of a fixed few
     */
    void ignored(String reason);
}
