package ci.galley.frontdoor;

import static org.awaitility.Awaitility.await;

import ci.galley.RunningDaemon;
import ci.galley.model.CommitHash;
import ci.galley.support.io.Trees;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** A daemon with its projects, and what stands around it: the authors' repositories, and whoever sends requests. */
final class Galley implements AutoCloseable {
    /** Long enough for a cold LuaLaTeX on a busy machine. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String ZEROS = "0".repeat(40);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<String, String> environment;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Function<Map<String, String>, Running> starter;
    private Running daemon;

    /** A daemon that runs, in this process or in one of its own. */
    interface Running extends AutoCloseable {
        int port();

        @Override
        void close();
    }

    private Galley(Path folder, Map<String, String> environment, Function<Map<String, String>, Running> starter) {
        this.folder = folder;
        this.environment = environment;
        this.starter = starter;
        this.daemon = starter.apply(environment);
    }

    /** A daemon on a free port with an empty folder of projects; {@code variables} are names and values in turn. */
    static Galley start(String... variables) {
        return start(Galley::inThisProcess, variables);
    }

    /** The same as a program of its own, which can be killed, and has its own {@code PATH}. */
    static Galley startProgram(String... variables) {
        return start(Galley::asProgram, variables);
    }

    private static Galley start(Function<Map<String, String>, Running> starter, String... variables) {
        try {
            Path folder = Files.createTempDirectory("galley-test").toRealPath();
            Map<String, String> environment = new LinkedHashMap<>();
            environment.put(
                    "PROJECTS_DIR",
                    Files.createDirectory(folder.resolve("projects")).toString());
            Files.createDirectory(folder.resolve("remotes"));
            environment.put("PORT", "0");
            for (int i = 0; i < variables.length; i += 2) {
                environment.put(variables[i], variables[i + 1]);
            }
            return new Galley(folder, environment, starter);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the daemon and starts it again on the same folder. */
    void restart() {
        stop();
        daemon = starter.apply(environment);
    }

    /** Starts it again on the same folder as a program of its own, and does not wait. */
    DaemonProcess launch() {
        DaemonProcess launched = DaemonProcess.launch(Path.of("."), environment);
        daemon = launched;
        return launched;
    }

    /** {@code kill -9}; only for a program of its own. */
    void kill() {
        program().kill();
    }

    /** The daemon as a program of its own. */
    DaemonProcess program() {
        return (DaemonProcess) daemon;
    }

    private static Running inThisProcess(Map<String, String> environment) {
        RunningDaemon daemon = RunningDaemon.start(environment);
        return new Running() {
            @Override
            public int port() {
                return daemon.port();
            }

            @Override
            public void close() {
                daemon.close();
            }
        };
    }

    private static Running asProgram(Map<String, String> environment) {
        return DaemonProcess.start(Path.of("."), environment);
    }

    void stop() {
        daemon.close();
    }

    Path projects() {
        return folder.resolve("projects");
    }

    /** A folder beside the projects, for what a test needs. */
    Path scratch() {
        return folder;
    }

    /** What is published for a project. */
    Path output(String project) {
        return projects().resolve(project + environment.getOrDefault("OUTPUT_SUFFIX", "_build"));
    }

    /** An author's repository without a clone beside the daemon. */
    Upstream upstream(String name) {
        return Upstream.create(folder.resolve("remotes"), name);
    }

    /** An author's repository with a first commit, and its clone beside the daemon. */
    Upstream project(String name) {
        Upstream upstream = upstream(name).document("Hello from " + name + ".");
        upstream.commit("Begin");
        clone(upstream);
        return upstream;
    }

    /** Clones a repository next to the daemon, as the README says. */
    void clone(Upstream upstream) {
        Upstream.run(projects(), "git", "clone", "--quiet", upstream.bare().toString(), upstream.name());
    }

    /** Where the authors' repositories are. */
    Path remotes() {
        return folder.resolve("remotes");
    }

    /** An author's repository with a first commit, and its clone from a git server beside the daemon. */
    Upstream projectFrom(GitDaemon server, String name) {
        Upstream upstream = upstream(name).document("Hello from " + name + ".");
        upstream.commit("Begin");
        Upstream.run(projects(), "git", "clone", "--quiet", server.address(upstream), name);
        return upstream;
    }

    URI address(String path) {
        return URI.create("http://localhost:" + daemon.port() + path);
    }

    int port() {
        return daemon.port();
    }

    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<byte[]> download(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path));
        try {
            return client.send(
                    (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    HttpResponse<String> post(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path)).POST(BodyPublishers.noBody());
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** A push to the tracked branch, as GitHub tells it. */
    HttpResponse<String> push(Upstream upstream, CommitHash commit) {
        return push(upstream, Upstream.BRANCH, ZEROS, commit);
    }

    HttpResponse<String> push(Upstream upstream, String branch, String before, CommitHash commit) {
        return deliver(upstream.name(), Webhook.push(upstream.fullName(), branch, before, commit.value()));
    }

    /** A push event with that payload, signed where the daemon has a secret. */
    HttpResponse<String> deliver(String project, ObjectNode payload) {
        return event(project, "push", payload.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** An event with that body, signed where the daemon has a secret. */
    HttpResponse<String> event(String project, String event, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address("/api/" + project))
                .POST(BodyPublishers.ofByteArray(body))
                .header("Content-Type", "application/json")
                .header("X-GitHub-Event", event)
                .header("X-GitHub-Delivery", UUID.randomUUID().toString());
        String secret = environment.get("SECRET");
        if (secret != null) {
            request.header("X-Hub-Signature-256", Webhook.signature(secret, body));
        }
        return send(request);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The record of a build. */
    JsonNode status(String project, CommitHash commit) {
        return json(get("/api/" + project + "/" + commit + "/status"));
    }

    /** Waits until a build has ended, and returns its record. */
    JsonNode awaitBuild(String project, CommitHash commit) {
        return awaitBuild(project, commit, record -> !isOpen(record));
    }

    /** Waits until a build has ended, where requests need a header. */
    JsonNode awaitBuildWith(String project, CommitHash commit, String... headers) {
        return await("build of " + project + " " + commit)
                .atMost(PATIENCE)
                .until(
                        () -> json(get("/api/" + project + "/" + commit + "/status", headers)),
                        record -> !isOpen(record));
    }

    /** Waits until a build's record is as wanted, and returns it. */
    JsonNode awaitBuild(String project, CommitHash commit, Predicate<JsonNode> wanted) {
        return await("build of " + project + " " + commit)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> status(project, commit), wanted);
    }

    /** Waits until nothing is left to do: what follows the end of a build, such as a picture of its first page, is there. */
    void awaitRest() {
        await("rest").atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            JsonNode health = json(get("/healthz"));
            return health.path("running").asInt(-1) == 0
                    && health.path("waiting").asInt(-1) == 0;
        });
    }

    /** Waits until a document is being looked at. */
    void awaitStudy() {
        await("study")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> LiveFiles.look(
                        projects(), files -> files.anyMatch(file -> file.endsWith(Path.of(".work", "rerun")))));
    }

    /** Waits until it is known, too, what the documents are made of, as far as that can be known. */
    void awaitStudied() {
        await("study")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> json(get("/healthz")).path("studied").asInt(-1) == 0);
    }

    /** Pushes a commit and waits until its build has ended. */
    JsonNode build(Upstream upstream, CommitHash commit) {
        HttpResponse<String> answer = push(upstream, commit);
        if (answer.statusCode() != 202 && answer.statusCode() != 200) {
            throw new AssertionError("push was answered " + answer.statusCode() + " " + answer.body());
        }
        return awaitBuild(upstream.name(), commit);
    }

    /** The words of the PDF at an address. */
    String words(String path) {
        HttpResponse<byte[]> pdf = download(path);
        if (pdf.statusCode() != 200) {
            throw new AssertionError(path + " was answered " + pdf.statusCode());
        }
        return words(pdf.body());
    }

    /** The words of a PDF. */
    String words(byte[] pdf) {
        try {
            Path file = Files.write(Files.createTempFile(folder, "page", ".pdf"), pdf);
            return Upstream.run(folder, "pdftotext", "-layout", file.toString(), "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + answer.statusCode() + " " + answer.body(), e);
        }
    }

    /** A record on disk. */
    static JsonNode json(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new AssertionError("not there or not JSON: " + file, e);
        }
    }

    static boolean isOpen(JsonNode record) {
        String state = record.path("state").asText("queued");
        return state.equals("queued") || state.equals("running");
    }

    @Override
    public void close() {
        stop();
        try {
            Trees.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
