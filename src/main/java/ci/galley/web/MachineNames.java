package ci.galley.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What this machine is called. */
final class MachineNames {
    /** Unlike {@link java.net.InetAddress#getLocalHost} this never waits for a name server. */
    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");

    private MachineNames() {}

    /** Its name, with and without a domain, and as multicast DNS knows it ({@code raspberrypi.local}). */
    static List<String> find() {
        try {
            return of(Files.readString(KERNEL_NAME).trim());
        } catch (IOException e) {
            return List.of();
        }
    }

    static List<String> of(String name) {
        if (name.isEmpty()) {
            return List.of();
        }
        String first = name.split("\\.", 2)[0];
        return List.of(name, first, first + ".local", name + ".local");
    }
}
