package io.banyan.node.call;

import java.nio.file.Path;
import java.util.List;

/** Starts a node of the classes under test as a process of its own. */
public final class NodeCommand {
    /** Small, and quick to start rather than quick at its work. */
    public static final List<String> WORDS = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx300m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "io.banyan.node.Main",
            "node");

    private NodeCommand() {}
}
