package io.banyan.protocol.srtp.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * One shared library of this machine. Pointers and {@code size_t} are passed as Java longs: a segment argument would be
 * acquired and released at each call.
 */
@SuppressWarnings("restricted") // native access is what this package is for
final class Library {
    static final MemoryLayout LONG = ValueLayout.JAVA_LONG;
    static final MemoryLayout INT = ValueLayout.JAVA_INT;

    private static final Linker LINKER = Linker.nativeLinker();

    private final String name;
    private final SymbolLookup symbols;

    private Library(String name, SymbolLookup symbols) {
        this.name = name;
        this.symbols = symbols;
    }

    /**
     * Loads the first of these libraries that is there, for good.
     *
     * @param names that the dynamic linker finds them by
     * @throws UnavailableException if none is there, or pointers have not 64 bits
     */
    static Library loadAny(String... names) throws UnavailableException {
        if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
            throw new UnavailableException(names[0] + " is used on 64-bit machines only");
        }
        for (String name : names) {
            try {
                return new Library(name, SymbolLookup.libraryLookup(name, Arena.global()));
            } catch (IllegalArgumentException missing) {
                // The next name may do.
            }
        }
        throw new UnavailableException(names[0] + " is not installed");
    }

    /** A function that returns an int. */
    MethodHandle intFunction(String symbol, MemoryLayout... arguments) throws UnavailableException {
        return LINKER.downcallHandle(address(symbol), FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }

    /** A function that returns a pointer or a long. */
    MethodHandle longFunction(String symbol, MemoryLayout... arguments) throws UnavailableException {
        return LINKER.downcallHandle(address(symbol), FunctionDescriptor.of(ValueLayout.JAVA_LONG, arguments));
    }

    MethodHandle voidFunction(String symbol, MemoryLayout... arguments) throws UnavailableException {
        return voidFunction(address(symbol), arguments);
    }

    /** A function that is known by a pointer to it. */
    MethodHandle voidFunction(MemorySegment pointer, MemoryLayout... arguments) throws UnavailableException {
        if (pointer.address() == 0) {
            throw new UnavailableException(name + " lacks a function on this CPU");
        }
        return LINKER.downcallHandle(pointer, FunctionDescriptor.ofVoid(arguments));
    }

    private MemorySegment address(String symbol) throws UnavailableException {
        return symbols.find(symbol).orElseThrow(() -> new UnavailableException(name + " lacks " + symbol));
    }
}
