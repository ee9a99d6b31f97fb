package ci.galley.support.process;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs programs to their end, or ends them. Safe for use by several threads. */
public final class Processes implements AutoCloseable {
    /**
     * How long nothing has to come through the pipe of a program that has ended, before it is taken for one that something
     * left behind holds open, such as the connection that ssh keeps (ControlPersist in ssh_config(5)).
     */
    private static final Duration PIPE_GRACE = Duration.ofSeconds(2);

    private static final File DEV_NULL = new File("/dev/null");

    private static final int MAX_CAPTURED_BYTES = 8 << 20;

    /**
     * Starts every process. {@code bwrap --die-with-parent} ends when the <em>thread</em> that started it ends
     * (prctl(2), PR_SET_PDEATHSIG), so the starter has to outlive every program.
     */
    private final ExecutorService starter = Executors.newSingleThreadExecutor(task -> daemon("process-starter", task));

    private final ExecutorService pumps = Executors.newCachedThreadPool(task -> daemon("process-output", task));

    private final @Nullable Marker own;

    public Processes() {
        this(null);
    }

    /**
     * @param own goes into the environment of every program that is not given another marker, so that what is still at work
     *     when we are killed can be found; it ends nothing otherwise. Null for none
     */
    public Processes(@Nullable Marker own) {
        this.own = own;
    }

    /**
     * How a program ended.
     *
     * @param exitCode its exit status; 128 and more for a signal
     * @param timedOut whether it was killed because the deadline passed
     */
    public record Exit(int exitCode, boolean timedOut) {
        public boolean ok() {
            return exitCode == 0 && !timedOut;
        }
    }

    /** A program that was started. Once this is closed, it and all that it started and that is still in its tree are gone. */
    public static final class Running implements AutoCloseable {
        private final Process process;
        private final @Nullable Marker marker;
        private final Pump pump;
        private boolean awaited;

        private Running(Process process, @Nullable Marker marker, Pump pump) {
            this.process = process;
            this.marker = marker;
            this.pump = pump;
        }

        /**
         * Waits until the program has ended and all that it wrote is where it should go; ends it at the deadline.
         *
         * @throws InterruptedException if the calling thread is interrupted; the program is killed
         */
        public Exit await(Deadline deadline) throws InterruptedException {
            awaited = true;
            return Processes.await(process, marker, deadline, pump);
        }

        @Override
        public void close() {
            if (!awaited) {
                ProcessTree.kill(process, marker);
            }
        }
    }

    /** How a program ended, and what it wrote to its standard output (the first 8 MiB) and standard error. */
    public record Captured(Exit exit, String output, String error) {
        public boolean ok() {
            return exit.ok();
        }
    }

    /**
     * Runs a program with an empty standard input and streams its output and errors, as they come, into {@code output}.
     * When this returns or throws, the program and all that it started and that is still in its tree are gone. Where
     * {@code output} throws, the program's pipe is closed, which ends most programs.
     *
     * @throws ProgramMissingException if there is no such program, or it cannot be executed
     * @throws InterruptedException if the calling thread is interrupted; the program is killed
     */
    public Exit run(Command command, OutputStream output, Deadline deadline)
            throws ProgramMissingException, InterruptedException {
        try (Running program = start(command, output)) {
            return program.await(deadline);
        }
    }

    /**
     * Starts a program like {@link #run(Command, OutputStream, Deadline)}, and lets it run beside what the caller does.
     *
     * @throws ProgramMissingException if there is no such program, or it cannot be executed
     * @throws InterruptedException if the calling thread is interrupted; the program is killed
     */
    public Running start(Command command, OutputStream output) throws ProgramMissingException, InterruptedException {
        return running(builder(command), null, output);
    }

    /**
     * Like {@link #run(Command, OutputStream, Deadline)}, but what has left the program's tree is gone, too: it is found by
     * {@code marker}, which is put into the program's environment.
     */
    public Exit run(Command command, Marker marker, OutputStream output, Deadline deadline)
            throws ProgramMissingException, InterruptedException {
        ProcessBuilder builder = builder(command);
        marker.addTo(builder.environment());
        try (Running program = running(builder, marker, output)) {
            return program.await(deadline);
        }
    }

    private Running running(ProcessBuilder builder, @Nullable Marker marker, OutputStream output)
            throws ProgramMissingException, InterruptedException {
        Process process = start(builder.redirectErrorStream(true), marker);
        return new Running(process, marker, pump(process.getInputStream(), output, Long.MAX_VALUE));
    }

    /** Like {@link #run}, but keeps what the program writes. */
    public Captured capture(Command command, Deadline deadline) throws ProgramMissingException, InterruptedException {
        Process process = start(builder(command), null);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        Exit exit = await(
                process,
                null,
                deadline,
                pump(process.getInputStream(), output, MAX_CAPTURED_BYTES),
                pump(process.getErrorStream(), error, MAX_CAPTURED_BYTES));
        return new Captured(exit, output.toString(StandardCharsets.UTF_8), error.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        starter.shutdown();
        pumps.shutdown();
    }

    private ProcessBuilder builder(Command command) {
        ProcessBuilder builder =
                new ProcessBuilder(command.arguments()).redirectInput(ProcessBuilder.Redirect.from(DEV_NULL));
        if (command.directory() != null) {
            builder.directory(command.directory().toFile());
        }
        if (command.environment() != null) {
            builder.environment().clear();
            builder.environment().putAll(command.environment());
        }
        if (own != null) {
            own.addTo(builder.environment());
        }
        return builder;
    }

    private Process start(ProcessBuilder builder, @Nullable Marker marker)
            throws ProgramMissingException, InterruptedException {
        CompletableFuture<Process> started = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return builder.start();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                starter);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    Process process = started.get();
                    if (interrupted) {
                        ProcessTree.kill(process, marker);
                        throw new InterruptedException();
                    }
                    return process;
                } catch (InterruptedException e) {
                    if (interrupted) {
                        throw e;
                    }
                    interrupted = true; // it may be started by now: wait for it, so that it can be killed
                }
            }
        } catch (ExecutionException e) {
            if (interrupted) {
                throw new InterruptedException();
            }
            throw new ProgramMissingException(builder.command().get(0), e.getCause());
        }
    }

    private static Exit await(Process process, @Nullable Marker marker, Deadline deadline, Pump... pumps)
            throws InterruptedException {
        boolean ended = false;
        try {
            ended = process.waitFor(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            ProcessTree.kill(process, marker);
        }
        process.waitFor();
        drain(pumps);
        return new Exit(process.exitValue(), !ended);
    }

    /** Waits until all that was written has been copied: until the pipe is closed, or nothing has come for a while. */
    private static void drain(Pump... pumps) throws InterruptedException {
        CompletableFuture<Void> all =
                CompletableFuture.allOf(Stream.of(pumps).map(Pump::end).toArray(CompletableFuture<?>[]::new));
        int before;
        do {
            before = steps(pumps);
            try {
                all.get(PIPE_GRACE.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                // Whether it gets on is looked at below.
            } catch (ExecutionException e) {
                break;
            }
        } while (steps(pumps) != before || Stream.of(pumps).anyMatch(Pump::isWriting));
        Stream.of(pumps).forEach(Pump::close);
    }

    private static int steps(Pump... pumps) {
        return Stream.of(pumps).mapToInt(Pump::steps).sum();
    }

    private Pump pump(InputStream from, OutputStream to, long most) {
        return Pump.start(from, to, most, pumps);
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
