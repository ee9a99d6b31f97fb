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
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The processes of this machine that carry a {@link Marker}. Finds nothing where there is no {@code /proc}. */
public final class MarkedProcesses {
    private static final Path PROC = Path.of("/proc");

    /** A program that forks faster than it is killed has to be left to the machine's limits at some time. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** So many looks in turn have to find nothing: while a process executes another program, it shows no environment. */
    private static final int LAST_LOOKS = 2;

    private MarkedProcesses() {}

    /**
     * Kills every process that we may look into, but this one, which carries {@code marker}. Looks again until none turns up
     * any more: one that forks meanwhile escapes a single look, and so does one that is just becoming another program.
     *
     * @return how many were killed
     */
    public static int kill(Marker marker) {
        return kill(() -> find(marker.variable(), marker.value()::equals));
    }

    /**
     * Kills in the same way every process whose environment has that variable with such a value, and that neither this one
     * nor one that it started has started.
     *
     * @return how many were killed
     */
    public static int killStrangers(String variable, Predicate<String> value) {
        return kill(() -> find(variable, value).stream()
                .filter(MarkedProcesses::isStranger)
                .toList());
    }

    private static int kill(Supplier<List<ProcessHandle>> look) {
        Deadline deadline = Deadline.in(LONGEST);
        Set<ProcessHandle> killed = new HashSet<>();
        for (int empty = 0; empty < LAST_LOOKS && !deadline.hasPassed(); ) {
            List<ProcessHandle> found = look.get();
            found.forEach(ProcessHandle::destroyForcibly);
            killed.addAll(found);
            empty = found.isEmpty() ? empty + 1 : 0;
        }
        return killed.size();
    }

    private static boolean isStranger(ProcessHandle process) {
        return Stream.iterate(Optional.of(process), Optional::isPresent, known -> known.flatMap(ProcessHandle::parent))
                .noneMatch(known -> known.equals(Optional.of(ProcessHandle.current())));
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
