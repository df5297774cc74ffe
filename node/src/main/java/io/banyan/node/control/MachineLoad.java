package io.banyan.node.control;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** How busy the machine's processors are, smoothed over some five readings; of a container its share. Owned by one actor. */
final class MachineLoad {
    private static final double GAIN = 0.2;

    private final @Nullable OperatingSystemMXBean system;
    private double load;

    MachineLoad() {
        system = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean known ? known : null;
    }

    /** In thousandths; 0 where the machine does not tell. */
    int permille() {
        double now = system == null ? 0 : system.getCpuLoad();
        load += GAIN * (Math.max(0, now) - load);
        return (int) Math.round(1000 * load);
    }
}
