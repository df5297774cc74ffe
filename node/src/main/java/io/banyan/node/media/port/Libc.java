package io.banyan.node.media.port;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;

/**
 * The C library's calls that a UDP port needs, and the numbers of Linux on x86-64 and AArch64. Addresses are checked by
 * {@link ReceiveVector} and {@link SendVector}, which alone make them; here they are only passed on. Any thread, each with
 * an {@code errno} of its own.
 */
final class Libc {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_DGRAM_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x8_0000;
    static final int EFD_NONBLOCK_CLOEXEC = 0x800 | 0x8_0000;
    static final int MSG_DONTWAIT = 0x40;
    static final short POLLIN = 1;
    static final short POLLOUT = 4;

    static final int SOL_SOCKET = 1;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;
    static final int SOL_UDP = 17;
    static final int UDP_SEGMENT = 103;

    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int EINVAL = 22;

    private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final Linker LINKER = Linker.nativeLinker();

    private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = call("bind", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle GETSOCKNAME = call("getsockname", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SETSOCKOPT = call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle GETSOCKOPT = call("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle RECVMMSG = call("recvmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle SENDMMSG = call("sendmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle PPOLL = call("ppoll", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle EVENTFD = call("eventfd", JAVA_INT, JAVA_INT);
    private static final MethodHandle EVENTFD_WRITE = call("eventfd_write", JAVA_INT, JAVA_LONG);
    private static final MethodHandle EVENTFD_READ = call("eventfd_read", JAVA_INT, ADDRESS);
    private static final MethodHandle CLOSE = call("close", JAVA_INT);

    private Libc() {}

    /** Whether this machine is one whose structures and numbers are as they stand here. */
    static boolean isKnownMachine() {
        String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return System.getProperty("os.name", "").equals("Linux")
                && (architecture.equals("amd64") || architecture.equals("aarch64"));
    }

    /** Has all calls looked up, which happens once; fails with a LinkageError if one is missing. */
    static boolean isComplete() {
        return newState().byteSize() > 0;
    }

    /** Where {@code errno} of one thread's calls is kept. */
    static MemorySegment newState() {
        return Arena.ofAuto().allocate(STATE);
    }

    /** What went wrong in the last call with this state that returned -1. */
    static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    static int socket(MemorySegment state, int domain, int type) {
        try {
            return (int) SOCKET.invokeExact(state, domain, type, 0);
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    static int bind(MemorySegment state, int fd, MemorySegment name, int nameBytes) {
        try {
            return (int) BIND.invokeExact(state, fd, name, nameBytes);
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    static int getsockname(MemorySegment state, int fd, MemorySegment name, MemorySegment nameBytes) {
        try {
            return (int) GETSOCKNAME.invokeExact(state, fd, name, nameBytes);
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    static int setsockopt(MemorySegment state, int fd, int level, int option, MemorySegment value) {
        try {
            return (int) SETSOCKOPT.invokeExact(state, fd, level, option, value, (int) value.byteSize());
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    static int getsockopt(MemorySegment state, int fd, int level, int option, MemorySegment value, MemorySegment size) {
        try {
            return (int) GETSOCKOPT.invokeExact(state, fd, level, option, value, size);
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    /**
     * @param messages address of {@code count} mmsghdrs
     */
    static int recvmmsg(MemorySegment state, int fd, long messages, int count) {
        try {
            return (int) RECVMMSG.invokeExact(state, fd, messages, count, MSG_DONTWAIT, 0L);
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    /**
     * @param messages address of {@code count} mmsghdrs
     */
    static int sendmmsg(MemorySegment state, int fd, long messages, int count) {
        try {
            return (int) SENDMMSG.invokeExact(state, fd, messages, count, MSG_DONTWAIT);
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    /**
     * @param descriptors address of {@code count} pollfds
     * @param timeout address of a timespec, 0: for ever
     */
    static int ppoll(MemorySegment state, long descriptors, long count, long timeout) {
        try {
            return (int) PPOLL.invokeExact(state, descriptors, count, timeout, 0L);
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    static int eventfd(MemorySegment state) {
        try {
            return (int) EVENTFD.invokeExact(state, 0, EFD_NONBLOCK_CLOEXEC);
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    static int eventfdWrite(MemorySegment state, int fd) {
        try {
            return (int) EVENTFD_WRITE.invokeExact(state, fd, 1L);
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    static int eventfdRead(MemorySegment state, int fd, MemorySegment value) {
        try {
            return (int) EVENTFD_READ.invokeExact(state, fd, value);
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    static int close(MemorySegment state, int fd) {
        try {
            return (int) CLOSE.invokeExact(state, fd);
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    /** Restricted, because a wrong descriptor ends the process: those above are all that there are. */
    @SuppressWarnings("restricted")
    private static MethodHandle call(String name, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, parameters),
                Linker.Option.captureCallState("errno"));
    }

    private static IllegalStateException unexpected(Throwable bug) {
        if (bug instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a call into the C library failed in Java", bug);
    }
}
