package io.banyan.node.media.link;

import io.banyan.protocol.link.DropClass;
import io.banyan.protocol.rtp.MediaKind;

/** How soon a link that is short gives an encoding up: the higher it is among those that it carries of the track. */
final class MediaClass {
    private static final int HIGHEST_OF = 3;

    private MediaClass() {}

    /**
     * @param aliases of the track's encodings, lowest quality first, 0: not carried
     */
    static DropClass of(MediaKind kind, int[] aliases, int index) {
        if (kind == MediaKind.AUDIO) {
            return DropClass.AUDIO;
        }
        int below = 0;
        int all = 0;
        for (int i = 0; i < aliases.length; i++) {
            if (aliases[i] != 0) {
                all++;
                below += i < index ? 1 : 0;
            }
        }
        if (below == 0) {
            return DropClass.BASE_LAYER;
        }
        return below + 1 == all && all >= HIGHEST_OF ? DropClass.HIGHEST_LAYER : DropClass.UPPER_LAYER;
    }
}
