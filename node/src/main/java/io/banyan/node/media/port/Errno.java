package io.banyan.node.media.port;

/** Why the kernel refused, for people. */
final class Errno {
    private Errno() {}

    static String text(int errno) {
        return switch (errno) {
            case 1 -> "operation not permitted";
            case 13 -> "permission denied";
            case 24 -> "too many open files";
            case 97 -> "address family not supported";
            case 98 -> "address already in use";
            case 99 -> "cannot assign requested address";
            default -> "error " + errno;
        };
    }
}
