package ci.galley.frontdoor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;

import ci.galley.model.CommitHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Says what a hostile input has achieved. Whatever the input: no file changes that is none of the build's, no canary gets out,
 * nothing runs on, and the daemon answers.
 */
final class Oracle {
    /** A second on a machine that has nothing else to do. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    /** Two seconds, and one for a machine that has something else to do. */
    private static final Duration SURVIVAL_LIMIT = Duration.ofSeconds(3);

    /** What the daemon itself writes into the folder of a project's builds. */
    private static final Pattern PUBLISHED = Pattern.compile(
            "last|[0-9a-f]{40}|[0-9a-f]{64}|\\.work|\\.log|\\.(problems|shown)\\.json|\\.status\\.(json|svg)|.*\\.(pdf|aux|log)");

    private final Arena arena;
    private final String project;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> before;

    /** Remembers how things stand before the input. */
    Oracle(Arena arena, String project) {
        this.arena = arena;
        this.project = project;
        this.before = state();
    }

    /** What is wrong after an input that brings no build. */
    List<String> complaints() {
        List<String> found = new ArrayList<>();
        notAnswering(found);
        changes(found);
        survivors(found);
        canaries("the daemon's log", arena.galley().program().output(), found);
        if (arena.galley().program().output().contains("\tat ")) {
            found.add("an exception in the daemon's log");
        }
        arena.gitHub()
                .statuses()
                .forEach(told -> canaries("GitHub", told.path() + told.description() + told.target(), found));
        return found;
    }

    /** What is wrong after a build has ended. */
    List<String> complaints(CommitHash commit) {
        List<String> found = complaints();
        if (found.stream().noneMatch(complaint -> complaint.startsWith("no answer"))) {
            served(commit, found);
        }
        published(found);
        return found;
    }

    private void notAnswering(List<String> found) {
        for (int port : arena.ports()) {
            try {
                int status = get(port, "/healthz").statusCode();
                if (status != 200) {
                    found.add("no answer but " + status + " on port " + port);
                }
            } catch (IOException e) {
                found.add("no answer on port " + port + ": " + e);
                return; // behind another port it is the same daemon
            }
        }
    }

    private void changes(List<String> found) {
        Map<String, String> after = state();
        after.forEach((path, content) -> {
            if (!content.equals(before.get(path))) {
                found.add((before.containsKey(path) ? "changed: " : "marker: ") + path);
            }
        });
        before.keySet().stream()
                .filter(path -> !after.containsKey(path))
                .forEach(path -> found.add("removed: " + path));
    }

    private void survivors(List<String> found) {
        try {
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(SURVIVAL_LIMIT)
                    .until(() -> Leftovers.all(arena.galley().projects()).isEmpty());
        } catch (ConditionTimeoutException e) {
            Leftovers.all(arena.galley().projects()).forEach(process -> found.add("survivor: " + process));
        }
    }

    /** What everybody is shown of a build, and of its project. */
    private void served(CommitHash commit, List<String> found) {
        for (int port : arena.ports()) {
            for (String place : List.of("/" + project, "/" + project + "/" + commit)) {
                for (String file : List.of("", "/status", "/log", "/problems", "/svg", "/pdf")) {
                    try {
                        HttpResponse<byte[]> answer = get(port, "/api" + place + file);
                        canaries(place + file, new String(answer.body(), ISO_8859_1), found);
                        if (file.equals("/pdf")
                                && answer.statusCode() == 200
                                && port == arena.ports().get(0)) {
                            canaries(
                                    "the words of " + place + file,
                                    arena.galley().words(answer.body()),
                                    found);
                        }
                    } catch (IOException e) {
                        found.add("no answer to " + place + file + ": " + e);
                    }
                }
            }
        }
    }

    /** The same once more from the disk, whoever may be shown it later. */
    private void published(List<String> found) {
        Path output = arena.galley().output(project);
        found.addAll(LiveFiles.look(output, files -> {
            List<String> canaries = new ArrayList<>();
            files.filter(path -> !path.startsWith(output.resolve(".work")))
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .forEach(file -> canaries(output.relativize(file).toString(), LiveFiles.text(file), canaries));
            return canaries;
        }));
    }

    private void canaries(String where, String text, List<String> found) {
        arena.canaries().stream()
                .filter(text::contains)
                .forEach(canary -> found.add("canary in " + where + ": " + canary));
    }

    private HttpResponse<byte[]> get(int port, String path) throws IOException {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                            .timeout(ANSWER_LIMIT)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** All that no build may change, with the digests of files and the targets of links. */
    private Map<String, String> state() {
        Map<String, String> state = new TreeMap<>();
        Galley galley = arena.galley();
        Path git = galley.projects().resolve(project).resolve(".git");
        Path other = galley.projects().resolve(Arena.OTHER);
        try {
            for (Path tree : List.of(
                    arena.outside(),
                    arena.home(),
                    other,
                    git.resolve("config"),
                    git.resolve("hooks"),
                    git.resolve("info"))) {
                tree(tree, state);
            }
            names(galley.scratch(), state);
            names(galley.projects(), state);
            names(galley.output(Arena.OTHER), state);
            unknown(galley.output(project), state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return state;
    }

    private static void tree(Path top, Map<String, String> state) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.toList()) {
                state.put(file.toString(), content(file));
            }
        }
    }

    private static String content(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return "-> " + Files.readSymbolicLink(file);
        }
        return Files.isRegularFile(file) ? sha256(Files.readAllBytes(file)) : "folder";
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** What is in a folder; not our own files, and the folder of a project's builds is made by its first. */
    private void names(Path folder, Map<String, String> state) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> !file.equals(arena.galley().output(project)))
                    .filter(file -> !file.toString().matches(".*/page\\d+\\.pdf"))
                    .forEach(file -> state.put(file.toString(), state.getOrDefault(file.toString(), "there")));
        }
    }

    private static void unknown(Path output, Map<String, String> state) throws IOException {
        if (Files.isDirectory(output)) {
            try (Stream<Path> files = Files.list(output)) {
                files.filter(file -> !PUBLISHED
                                .matcher(file.getFileName().toString())
                                .matches())
                        .forEach(file -> state.put(file.toString(), "there"));
            }
        }
    }
}
