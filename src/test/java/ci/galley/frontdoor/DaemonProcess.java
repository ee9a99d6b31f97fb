package ci.galley.frontdoor;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The daemon as a program of its own, for tests that stop or kill it. */
final class DaemonProcess implements Galley.Running {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("http://[^ ]*?:(\\d+)");

    private final Process process;
    private final Path output;

    private DaemonProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts the program with these variables and no others of ours, and does not wait. */
    static DaemonProcess launch(Path directory, Map<String, String> environment, String... arguments) {
        try {
            Path output = Files.createTempFile("galley", ".out");
            output.toFile().deleteOnExit();
            List<String> command = new ArrayList<>(List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-XX:+UseSerialGC",
                    "-Xmx64m",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "ci.galley.Main"));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile());
            builder.environment()
                    .keySet()
                    .removeIf(name -> !List.of("PATH", "HOME", "LANG").contains(name));
            builder.environment().putAll(environment);
            return new DaemonProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the daemon and waits until it says where it listens. */
    static DaemonProcess start(Path directory, Map<String, String> environment) {
        DaemonProcess daemon = launch(directory, environment);
        daemon.awaitListening();
        return daemon;
    }

    /** Waits until it says where it listens. */
    void awaitListening() {
        await("start").atMost(START_LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("the daemon ended: " + output());
            }
            return output().contains("listens");
        });
    }

    @Override
    public int port() {
        Matcher matcher = ADDRESS.matcher(output());
        if (!matcher.find()) {
            throw new AssertionError("no address in: " + output());
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** What it has printed so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** {@code kill -9}: the daemon alone, nothing that it started. */
    void kill() {
        process.destroyForcibly();
        exitStatus();
    }

    /** {@code SIGTERM}. */
    void terminate() {
        process.destroy();
    }

    /** Waits for the end. */
    int exitStatus() {
        try {
            if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Stops it as a person would, and kills it if that does not help. */
    @Override
    public void close() {
        terminate();
        try {
            process.waitFor(15, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
