package ci.galley.support.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The processes of this machine that carry a {@link Marker}. Finds nothing where there is no {@code /proc}. */
public final class MarkedProcesses {
    private static final Path PROC = Path.of("/proc");

    /** A program that forks faster than it is killed has to be left to the machine's limits at some time. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private MarkedProcesses() {}

    /**
     * Kills every process that we may look into, but this one, whose environment has that variable with such a value. Looks
     * again until none turns up: one that forks meanwhile escapes a single look.
     *
     * @return how many were killed
     */
    public static int kill(String variable, Predicate<String> value) {
        Deadline deadline = Deadline.in(LONGEST);
        Set<ProcessHandle> killed = new HashSet<>();
        List<ProcessHandle> found = find(variable, value);
        while (!found.isEmpty() && !deadline.hasPassed()) {
            found.forEach(ProcessHandle::destroyForcibly);
            killed.addAll(found);
            found = find(variable, value);
        }
        return killed.size();
    }

    /** Kills every process that carries {@code marker}, but this one. */
    public static int kill(Marker marker) {
        return kill(marker.variable(), marker.value()::equals);
    }

    static List<ProcessHandle> find(String variable, Predicate<String> value) {
        List<ProcessHandle> found = new ArrayList<>();
        long own = ProcessHandle.current().pid();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (pid != own) {
                    // The handle comes first: it knows when its process started, and so never kills a later one of that
                    // id.
                    ProcessHandle.of(pid)
                            .filter(handle -> carries(process.resolve("environ"), variable, value))
                            .ifPresent(found::add);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return found; // no /proc: nothing can be found
        }
        return found;
    }

    private static boolean carries(Path environ, String variable, Predicate<String> value) {
        String environment;
        try {
            // The JVM hands file names to programs in this encoding, too.
            environment = new String(Files.readAllBytes(environ), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return false; // it has ended, or belongs to somebody else
        }
        int start = environment.startsWith(variable + "=") ? 0 : environment.indexOf("\0" + variable + "=") + 1;
        if (start == 0 && !environment.startsWith(variable + "=")) {
            return false;
        }
        int from = start + variable.length() + 1;
        int to = environment.indexOf('\0', from);
        return value.test(environment.substring(from, to < 0 ? environment.length() : to));
    }
}
