package io.banyan.protocol.sdp;

import io.banyan.protocol.rtp.CodecId;
import org.jspecify.annotations.Nullable;

/** Names the H.264 of an {@code a=fmtp} line: profile and packetization mode (RFC 6184 §8.1, table 5). */
final class H264Profile {
    /** Of a description that states none: baseline, level 1 (RFC 6184 §8.1). */
    private static final String DEFAULT_PROFILE_LEVEL_ID = "42000A";

    private H264Profile() {}

    /** The codec, or null if the mesh has no name for it: constrained high, 4:4:4, interleaved packetization. */
    static @Nullable CodecId codecOf(FormatParameters parameters) {
        int mode = parameters.number("packetization-mode", 0);
        String given = parameters.value("profile-level-id");
        String profileLevelId = given == null ? DEFAULT_PROFILE_LEVEL_ID : given;
        if (profileLevelId.length() != 6 || !profileLevelId.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            return null;
        }
        int profile = Integer.parseInt(profileLevelId, 0, 2, 16);
        int constraints = Integer.parseInt(profileLevelId, 2, 4, 16);
        return switch (mode) {
            case 0 -> codecOf(profile, constraints, false);
            case 1 -> codecOf(profile, constraints, true);
            default -> null;
        };
    }

    private static @Nullable CodecId codecOf(int profile, int constraints, boolean mode1) {
        boolean set0 = (constraints & 0x80) != 0;
        boolean set1 = (constraints & 0x40) != 0;
        boolean othersClear = (constraints & 0x0F) == 0;
        if (!othersClear) {
            return null;
        }
        boolean constrainedBaseline = switch (profile) {
            case 0x42 -> set1;
            case 0x4D -> set0;
            case 0x58 -> set0 && set1;
            default -> false;
        };
        if (constrainedBaseline) {
            return mode1 ? CodecId.H264_CBP_M1 : CodecId.H264_CBP_M0;
        }
        if (profile == 0x42 || (profile == 0x58 && set0)) {
            return mode1 ? CodecId.H264_BP_M1 : CodecId.H264_BP_M0;
        }
        if (profile == 0x4D) {
            return mode1 ? CodecId.H264_MAIN_M1 : CodecId.H264_MAIN_M0;
        }
        return profile == 0x64 && constraints == 0 && mode1 ? CodecId.H264_HIGH_M1 : null;
    }
}
