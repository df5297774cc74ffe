package io.banyan.protocol.link;

/** What a link has counted since it began. Live: read it on the loop's thread, or copy what you need. */
public final class LinkStatistics {
    private final long[] drops = new long[LinkDrop.values().length];
    long sentDatagrams;
    long sentBytes;
    long sentMediaFrames;
    long sentMediaPayloadBytes;
    long sentRepairBytes;
    long sentRepeatedFrames;
    long receivedDatagrams;
    long receivedBytes;
    long receivedMediaFrames;
    long repairedDatagrams;
    long lostDatagrams;
    long unrepairedDatagrams;
    long goneDatagrams;

    @SuppressWarnings("EnumOrdinal") // an index that nobody outside sees
    void count(LinkDrop reason) {
        drops[reason.ordinal()]++;
    }

    /** Datagrams, frames or packets dropped for a reason. */
    @SuppressWarnings("EnumOrdinal") // as above
    public long drops(LinkDrop reason) {
        return drops[reason.ordinal()];
    }

    public long sentDatagrams() {
        return sentDatagrams;
    }

    /** Of UDP payload, everything included. */
    public long sentBytes() {
        return sentBytes;
    }

    /** First copies only. */
    public long sentMediaFrames() {
        return sentMediaFrames;
    }

    /** Of RTP payload, first copies only. */
    public long sentMediaPayloadBytes() {
        return sentMediaPayloadBytes;
    }

    /** Within {@link #sentBytes}: what was sent again because the peer missed it. */
    public long sentRepairBytes() {
        return sentRepairBytes;
    }

    /** Second copies of audio frames. */
    public long sentRepeatedFrames() {
        return sentRepeatedFrames;
    }

    /** Authentic ones. */
    public long receivedDatagrams() {
        return receivedDatagrams;
    }

    public long receivedBytes() {
        return receivedBytes;
    }

    public long receivedMediaFrames() {
        return receivedMediaFrames;
    }

    /** Datagrams towards us that were missing for a while. */
    public long lostDatagrams() {
        return lostDatagrams;
    }

    /** Of those, the ones whose frames came in a repair. */
    public long repairedDatagrams() {
        return repairedDatagrams;
    }

    /** Of those, the ones that held nothing to repair, as the peer says. */
    public long goneDatagrams() {
        return goneDatagrams;
    }

    /** Of those, the ones that we no longer ask for. */
    public long unrepairedDatagrams() {
        return unrepairedDatagrams;
    }
}
