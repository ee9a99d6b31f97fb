package ci.galley.latex;

import ci.galley.support.process.Command;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.MarkedProcesses;
import ci.galley.support.process.Marker;
import ci.galley.support.process.Processes;
import ci.galley.support.process.ProgramMissingException;
import ci.galley.support.process.SearchPath;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How builds are kept from the rest of the machine. Chosen once, at the start. */
public final class Sandbox {
    /**
     * Every process that we start carries it, but those inside a sandbox, which end with it. Its value is a folder: of those
     * of a build without a sandbox, Galley's private one of the project.
     */
    static final String MARKER = "GALLEY_BUILD";

    /** The time limit ends a build; this ends what escaped it. */
    private static final long CPU_GRACE_SECONDS = 10;

    /** See nice(1) of coreutils. */
    private static final List<String> LAST_IN_LINE = List.of("nice", "-n", "19");

    /** What holds a build in. */
    public enum Kind {
        /** bubblewrap: TeX read-only, the private checkout and nothing else. */
        BWRAP,
        /** No bubblewrap: TeX's own restrictions. A mitigation, not a wall: whoever can push can run commands. */
        RESTRICTED,
        /** Nothing: everyone who can push is trusted. */
        OFF
    }

    private final Kind kind;
    private final @Nullable String problem;
    private final ProgramPath programs;
    private final Limits limits;
    private final Bubblewrap bubblewrap;

    private Sandbox(Kind kind, @Nullable String problem, ProgramPath programs, Limits limits, Bubblewrap bubblewrap) {
        this.kind = kind;
        this.problem = problem;
        this.programs = programs;
        this.limits = limits;
        this.bubblewrap = bubblewrap;
    }

    /**
     * Tries whether bubblewrap works, with what a build needs of it, unless {@code mode} does not want it.
     *
     * @param searchPath folders in front of {@code PATH} ({@code CI_PATH})
     * @throws SandboxMissingException if {@code mode} is {@code BWRAP} and bubblewrap does not work here
     */
    public static Sandbox choose(SandboxMode mode, Processes processes, List<Path> searchPath)
            throws SandboxMissingException, InterruptedException {
        return choose(mode, processes, searchPath, System.getenv());
    }

    static Sandbox choose(
            SandboxMode mode, Processes processes, List<Path> searchPath, Map<String, String> ourEnvironment)
            throws SandboxMissingException, InterruptedException {
        ProgramPath programs =
                new ProgramPath(new SearchPath(searchPath), SearchPath.parse(ourEnvironment.get("PATH")));
        Limits limits = Limits.ofThisMachine(programs.outside().find("prlimit").orElse(null));
        Bubblewrap bubblewrap = Bubblewrap.of(programs);
        if (mode == SandboxMode.OFF) {
            return new Sandbox(Kind.OFF, null, programs, limits, bubblewrap);
        }
        String problem = bubblewrap.problem(processes, limits);
        if (problem != null && bubblewrap.unsized().problem(processes, limits) == null) {
            bubblewrap = bubblewrap.unsized();
            problem = null;
        }
        if (problem == null) {
            return new Sandbox(Kind.BWRAP, null, programs, limits, bubblewrap);
        }
        if (mode == SandboxMode.BWRAP) {
            throw new SandboxMissingException(problem);
        }
        return new Sandbox(Kind.RESTRICTED, problem, programs, limits, bubblewrap);
    }

    public Kind kind() {
        return kind;
    }

    /** Why bubblewrap is not used though it was wanted, in one sentence that says what to do; null where there is nothing. */
    public @Nullable String problem() {
        return problem;
    }

    /**
     * Whether a checkout may have symbolic links. TeX's own restrictions look at names, not at where links lead, so there
     * they must be plain files.
     */
    public boolean allowsLinks() {
        return kind != Kind.RESTRICTED;
    }

    /** Whether a build may do what its repository asks for: read a latexmkrc, let TeX run programs. */
    boolean trustsRepository() {
        return kind != Kind.RESTRICTED;
    }

    /** What {@link #killLeftovers} knows the processes by that work for the projects in {@code folder}. */
    public static Marker marker(Path folder) {
        return new Marker(MARKER, folder.toAbsolutePath().normalize().toString());
    }

    /**
     * Kills what is left of the work for projects below {@code folder}: when the daemon itself was killed, nobody ended it. A
     * sandbox ends by itself, unless it was just being set up; a git that waits for its remote does not.
     *
     * @return how many processes there were
     */
    public static int killLeftovers(Path folder) {
        String top = folder.toAbsolutePath().normalize().toString();
        return MarkedProcesses.killStrangers(MARKER, value -> value.equals(top) || value.startsWith(top + "/"));
    }

    /** The path by which a build knows its sources. */
    Path seenAs(Workplace place) {
        return kind == Kind.BWRAP ? Path.of(Bubblewrap.SOURCES) : place.sources();
    }

    /** The path by which a build knows its caches. */
    Path cacheSeenAs(Workplace place) {
        return kind == Kind.BWRAP ? Path.of(Bubblewrap.CACHE) : place.cache();
    }

    /** Where programs of a build are found. */
    SearchPath programs() {
        return kind == Kind.BWRAP ? programs.inside() : programs.outside();
    }

    Limits limits() {
        return limits;
    }

    /** The same sandbox with other limits. */
    Sandbox limited(Limits others) {
        return new Sandbox(kind, problem, programs, others, bubblewrap);
    }

    /**
     * Runs a command, held in, to its end or to the deadline's. Nothing that it started is left.
     *
     * @param command begins with a program's name; its environment is what the build gets
     */
    Processes.Exit run(Processes processes, Command command, Workplace place, OutputStream output, Deadline deadline)
            throws ProgramMissingException, InterruptedException {
        long cpuSeconds = deadline.remaining().toSeconds() + CPU_GRACE_SECONDS;
        return switch (kind) {
            // Its processes end with their namespace; a marker inside would only tell them where they are.
            case BWRAP ->
                processes.run(
                        bubblewrap.wrap(command.prefixed(limits.prefix(cpuSeconds, true)), place), output, deadline);
            case RESTRICTED, OFF ->
                processes.run(
                        found(command)
                                .prefixed(limits.prefix(cpuSeconds, false))
                                .in(place.folder()),
                        marker(place.work()),
                        output,
                        deadline);
        };
    }

    /**
     * Runs a command like {@link #run}, behind the others of this machine, with a checkout that it can only read. For a
     * sandbox of {@link Kind#BWRAP}.
     *
     * @param writable files and folders that it can write, by their path inside
     */
    Processes.Exit runAside(
            Processes processes,
            Command command,
            Workplace place,
            Map<Path, Path> writable,
            OutputStream output,
            Deadline deadline)
            throws ProgramMissingException, InterruptedException {
        if (kind != Kind.BWRAP) {
            throw new IllegalStateException("nothing keeps a build from writing");
        }
        long cpuSeconds = deadline.remaining().toSeconds() + CPU_GRACE_SECONDS;
        Command limited = command.prefixed(limits.prefix(cpuSeconds, true)).prefixed(LAST_IN_LINE);
        return processes.run(bubblewrap.wrapReadOnly(limited, place, writable), output, deadline);
    }

    /** With the program's whole path: a process is looked up on our {@code PATH}, not on the one that it is given. */
    private Command found(Command command) {
        List<String> arguments = new ArrayList<>(command.arguments());
        programs.outside().find(command.program()).ifPresent(program -> arguments.set(0, program.toString()));
        return new Command(arguments, command.directory(), command.environment());
    }
}
