package io.banyan.protocol.link;

import org.jspecify.annotations.Nullable;

/**
 * Child to parent: somebody waits for a key frame of an encoding.
 *
 * @param alias of the encoding, as the child's demand chose it, 1 to 65535
 */
public record KeyFrameWanted(int alias) implements LinkFrame {
    public KeyFrameWanted {
        if (alias < 1 || alias > 0xFFFF) {
            throw new IllegalArgumentException("an alias is 1 to 65535");
        }
    }

    @Override
    public boolean isReliable() {
        return true;
    }

    static @Nullable KeyFrameWanted read(WireReader in) {
        int alias = in.u16();
        return alias == 0 ? null : new KeyFrameWanted(alias);
    }
}
