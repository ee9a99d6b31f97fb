package ci.galley.readme;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A person who types commands into terminals, one after another, each in the folder in which the one before it ended. A
 * command that starts Galley is left running; before the next one of that kind, Galley is stopped.
 */
final class Newcomer implements AutoCloseable {
    /** The first start builds Galley, and may have to load what Maven needs. */
    private static final Duration START_LIMIT = Duration.ofMinutes(10);

    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(2);

    /** It gives way to all else. */
    private static final Duration ARCHIVE_LIMIT = Duration.ofMinutes(4);

    private static final Pattern STARTS_GALLEY =
            Pattern.compile("(?m)^(nohup )?\\S*scripts/start\\.sh(?! --(check|help|version))");

    /** Galley's own settings, and git's: none may come from where the tests run. */
    private static final Pattern NOT_HANDED_ON = Pattern.compile(
            "(GIT_.*|PROJECTS_DIR|HOST|PORT|OUTPUT_SUFFIX|SECRET|"
                    + "TOKEN|DOMAIN|GITHUB_API|PASSWORD|POLL|BUILD_TIMEOUT|MAX_BUILDS|KEEP_BUILDS|SANDBOX|ALLOWED_HOSTS|CI_PATH)");

    /** Is handed on to every process that comes of a command, however far it goes away from its parent. */
    private static final String MARK = "GALLEY_NEWCOMER";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path home;
    private final int port;
    private final Map<String, String> settings;
    private Path folder;
    private int commands;

    /**
     * @param home where the first command is typed, and where all happens
     * @param port where Galley shall listen
     * @param settings more environment variables
     */
    Newcomer(Path home, int port, Map<String, String> settings) throws IOException {
        this.home = home.toRealPath();
        this.port = port;
        this.settings = settings;
        folder = this.home;
    }

    /** Where the last command ended. */
    Path folder() {
        return folder;
    }

    /** Types a block of commands as it stands in the README; Galley's port is another one here. */
    void type(String block) throws IOException, InterruptedException {
        String typed = block.replace("localhost:8000", "localhost:" + port);
        boolean startsGalley = STARTS_GALLEY.matcher(block).find();
        if (startsGalley) {
            stopGalley();
        }
        Path output = home.resolve("output-" + ++commands);
        Process terminal = terminal(typed, output);
        if (startsGalley) {
            Awaitility.await("Galley answers")
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> answersOrFailed(terminal));
        }
        if (!startsGalley || !terminal.isAlive()) {
            expectSuccess(terminal, typed, output);
        }
    }

    /** Waits for an answer below {@code /}. */
    HttpResponse<byte[]> awaitOk(String path) {
        return Awaitility.await("GET " + path)
                .atMost(COMMAND_LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> get(path), answer -> answer.statusCode() == 200);
    }

    HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        return client.send(request, BodyHandlers.ofByteArray());
    }

    /** All that the commands have printed so far. */
    String printed() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int command = 1; command <= commands; command++) {
            all.append(Files.readString(home.resolve("output-" + command)));
        }
        return all.toString();
    }

    /** Ends Galley as {@code kill} does, and waits until it is gone. */
    void stopGalley() {
        mine().stream().filter(process -> !isTraining(process)).forEach(ProcessHandle::destroy);
        Awaitility.await("Galley is gone")
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> mine().stream().allMatch(this::isTraining));
    }

    /** Stops Galley, and waits for what still writes into the folder: the archive for the next start. */
    @Override
    public void close() {
        try {
            stopGalley();
            Awaitility.await("the class data archive is made")
                    .atMost(ARCHIVE_LIMIT)
                    .until(() -> mine().isEmpty() && archiveMakers().isEmpty());
        } finally {
            archiveMakers().stream()
                    .flatMap(maker -> Stream.concat(maker.descendants(), Stream.of(maker)))
                    .toList()
                    .forEach(ProcessHandle::destroyForcibly);
            mine().forEach(ProcessHandle::destroyForcibly);
        }
    }

    private Process terminal(String typed, Path output) throws IOException {
        Path here = home.resolve("here");
        ProcessBuilder terminal = new ProcessBuilder(
                        "bash", "-euo", "pipefail", "-c", typed + "\npwd > '" + here + "'\n")
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = terminal.environment();
        environment.keySet().removeIf(name -> NOT_HANDED_ON.matcher(name).matches());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put(MARK, home.toString());
        environment.put("PORT", Integer.toString(port));
        environment.putAll(settings);
        return terminal.start();
    }

    private boolean answersOrFailed(Process terminal) throws InterruptedException {
        try {
            return (!terminal.isAlive() && terminal.exitValue() != 0)
                    || get("/healthz").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private void expectSuccess(Process terminal, String typed, Path output) throws IOException, InterruptedException {
        boolean ended = terminal.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (!ended || terminal.exitValue() != 0) {
            terminal.descendants().forEach(ProcessHandle::destroyForcibly);
            terminal.destroyForcibly();
            throw new AssertionError("%s:%n%s%nIt printed:%n%s"
                    .formatted(
                            ended ? "Exit status " + terminal.exitValue() : "Not done after " + COMMAND_LIMIT,
                            typed,
                            Files.readString(output)));
        }
        folder = Path.of(Files.readString(home.resolve("here")).strip());
    }

    /** Every Java that comes of our commands, whosever child it is by now. */
    private List<ProcessHandle> mine() {
        return ProcessHandle.allProcesses()
                .filter(process -> proc(process, "cmdline").contains("/java\0"))
                .filter(process -> isMarked(process) || isTraining(process))
                .toList();
    }

    /** What is left of {@code start.sh} once Galley runs: it makes the archive, by several Javas in turn. */
    private List<ProcessHandle> archiveMakers() {
        return ProcessHandle.allProcesses()
                .filter(process -> proc(process, "cmdline").contains("scripts/start.sh\0"))
                .filter(this::isMarked)
                .toList();
    }

    private boolean isMarked(ProcessHandle process) {
        return proc(process, "environ").contains(MARK + "=" + home + "\0");
    }

    /** Whether it only makes an archive, here or in the working tree; it knows nothing of our environment. */
    private boolean isTraining(ProcessHandle process) {
        String line = proc(process, "cmdline");
        return Stream.of(home, Readme.TOP)
                .anyMatch(top -> line.contains("-XX:DumpLoadedClassList=" + top)
                        || line.contains("-XX:AOTCacheOutput=" + top)
                        || (line.contains("-Xshare:dump") && line.contains("-XX:SharedArchiveFile=" + top)));
    }

    private static String proc(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has just ended, or is somebody else's
        }
    }
}
