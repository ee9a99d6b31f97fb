package ci.galley.latex;

import ci.galley.support.process.Command;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import ci.galley.support.process.ProgramMissingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command line of bubblewrap: <a href="https://github.com/containers/bubblewrap">a mount, process and network
 * namespace</a> in which there is TeX, one checkout, and nothing else.
 */
final class Bubblewrap {
    /** Where the checkout is inside. The same for every project, so that no path of the machine gets into a PDF. */
    static final String SOURCES = "/build";

    private static final String PROGRAM = "bwrap";

    private static final String NOT_INSTALLED = "bubblewrap is not installed: apt install bubblewrap";

    /** Where its caches are inside. */
    static final String CACHE = "/cache";

    /** In the memory's place, so that nothing is left of it; limited, or it would be half of the machine's memory. */
    private static final String MOST_TEMPORARY_BYTES = Long.toString(512L << 20);

    /** Programs and their settings, none of them anybody's secret; what is not there is left out. */
    private static final List<String> READABLE = List.of(
            "/etc/texmf",
            "/etc/fonts",
            "/etc/alternatives",
            "/etc/ld.so.cache",
            "/etc/papersize",
            "/etc/ghostscript",
            "/etc/ImageMagick-6",
            "/etc/ImageMagick-7",
            "/var/lib/texmf",
            "/var/lib/ghostscript",
            "/var/cache/fontconfig");

    private static final List<String> SYSTEM_FOLDERS = List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

    /** Where formats made of preambles are inside, which no build can write. */
    static final String FORMATS = "/formats";

    private static final Duration PROBE_LIMIT = Duration.ofSeconds(20);

    private final ProgramPath programs;
    private final boolean sized;

    private Bubblewrap(ProgramPath programs, boolean sized) {
        this.programs = programs;
        this.sized = sized;
    }

    static Bubblewrap of(ProgramPath programs) {
        return new Bubblewrap(programs, true);
    }

    /** The same for a bubblewrap before 0.7, which cannot limit what is kept in memory. */
    Bubblewrap unsized() {
        return new Bubblewrap(programs, false);
    }

    /** Why it does not work here, in one sentence that says what to do; null where it does. */
    @Nullable
    String problem(Processes processes, Limits limits) throws InterruptedException {
        if (programs.outside().find(PROGRAM).isEmpty()) {
            return NOT_INSTALLED;
        }
        Path folder = null;
        try {
            folder = Files.createTempDirectory("galley-sandbox").toRealPath();
            Workplace place = new Workplace(folder, folder, folder);
            Files.createDirectory(place.cache());
            Command probe = Command.of("/usr/bin/env", "true")
                    .prefixed(limits.prefix(PROBE_LIMIT.toSeconds(), true))
                    .environment(Map.of("PATH", "/usr/bin:/bin"));
            Processes.Captured tried = processes.capture(wrap(probe, place), Deadline.in(PROBE_LIMIT));
            return tried.ok() ? null : notWorking(tried);
        } catch (ProgramMissingException e) {
            return NOT_INSTALLED;
        } catch (IOException e) {
            return "bubblewrap could not be tried, because no temporary folder can be made: set TMPDIR";
        } finally {
            if (folder != null) {
                deleteQuietly(folder);
            }
        }
    }

    private static String notWorking(Processes.Captured tried) {
        String said = tried.error()
                .lines()
                .findFirst()
                .orElse("status " + tried.exit().exitCode());
        return "bubblewrap does not work here (" + said + "): allow unprivileged user namespaces on this machine or in "
                + "its container";
    }

    /** A command as it has to be run, so that it runs inside, with the variables of its environment and no others. */
    Command wrap(Command command, Workplace place) {
        return wrap(command, place, List.of("--bind", place.sources().toString(), SOURCES));
    }

    /**
     * The same, but the checkout is only read.
     *
     * @param writable files and folders that can be written, by their path inside
     */
    Command wrapReadOnly(Command command, Workplace place, Map<Path, Path> writable) {
        List<String> mounts =
                new ArrayList<>(List.of("--ro-bind", place.sources().toString(), SOURCES));
        writable.forEach((inside, file) -> addAll(mounts, "--bind", file.toString(), inside.toString()));
        return wrap(command, place, mounts);
    }

    private Command wrap(Command command, Workplace place, List<String> sources) {
        Map<String, String> environment = command.environment() == null ? Map.of() : command.environment();
        return command.prefixed(prefix(place, environment, sources))
                .in(place.sources())
                .environment(Map.of());
    }

    private List<String> prefix(Workplace place, Map<String, String> environment, List<String> sources) {
        List<String> prefix = new ArrayList<>();
        prefix.add(programs.outside().find(PROGRAM).map(Path::toString).orElse(PROGRAM));
        addAll(prefix, "--unshare-all", "--die-with-parent", "--new-session", "--clearenv");
        // Only root has any to drop. Its /proc/sys would be root's own, to write to: hence --remount-ro further down.
        addAll(prefix, "--cap-drop", "ALL", "--hostname", "galley");
        addSystem(prefix);
        addAll(prefix, "--proc", "/proc", "--dev", "/dev");
        addTemporary(prefix, "/dev/shm");
        addTemporary(prefix, "/tmp");
        for (Path folder : programs.shown()) {
            addAll(prefix, "--ro-bind", folder.toString(), folder.toString());
        }
        addAll(prefix, "--bind", place.cache().toString(), CACHE);
        addAll(prefix, "--ro-bind-try", place.formats().toString(), FORMATS);
        prefix.addAll(sources);
        addAll(prefix, "--remount-ro", "/proc", "--remount-ro", "/dev", "--remount-ro", "/");
        environment.forEach((name, value) -> addAll(prefix, "--setenv", name, value));
        addAll(prefix, "--chdir", inside(place), "--");
        return prefix;
    }

    private void addTemporary(List<String> prefix, String folder) {
        if (sized) {
            addAll(prefix, "--size", MOST_TEMPORARY_BYTES);
        }
        addAll(prefix, "--tmpfs", folder);
    }

    private static void addSystem(List<String> prefix) {
        addAll(prefix, "--ro-bind", "/usr", "/usr");
        for (String folder : SYSTEM_FOLDERS) {
            addAll(prefix, systemFolder(Path.of(folder)));
        }
        for (String readable : READABLE) {
            addAll(prefix, "--ro-bind-try", readable, readable);
        }
    }

    /** A link, as it is on the machine: {@code /bin} is {@code usr/bin} wherever /usr is merged. */
    private static String[] systemFolder(Path folder) {
        try {
            return Files.isSymbolicLink(folder)
                    ? new String[] {"--symlink", Files.readSymbolicLink(folder).toString(), folder.toString()}
                    : new String[] {"--ro-bind-try", folder.toString(), folder.toString()};
        } catch (IOException e) {
            return new String[] {"--ro-bind-try", folder.toString(), folder.toString()};
        }
    }

    private static String inside(Workplace place) {
        return Path.of(SOURCES)
                .resolve(place.sources().relativize(place.folder()))
                .toString();
    }

    /** What a build gets in place of a home and a cache. */
    static Map<String, String> homes() {
        return Map.of(
                "HOME",
                "/tmp",
                "TMPDIR",
                "/tmp",
                "TEXMFVAR",
                CACHE + "/texmf-var",
                "XDG_CACHE_HOME",
                CACHE,
                "PAR_GLOBAL_TEMP",
                CACHE + "/par");
    }

    private static void addAll(List<String> prefix, String... arguments) {
        prefix.addAll(List.of(arguments));
    }

    private static void deleteQuietly(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve("cache"));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // A few bytes in the temporary folder harm nobody.
        }
    }
}
