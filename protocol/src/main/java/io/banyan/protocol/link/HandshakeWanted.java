package io.banyan.protocol.link;

/** The parent has other certificates now: the child, which makes links, is to shake hands anew. */
public record HandshakeWanted() implements LinkFrame {
    @Override
    public boolean isReliable() {
        return true;
    }
}
