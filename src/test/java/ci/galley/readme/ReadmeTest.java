package ci.galley.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows the README, and nothing else, from a fresh clone of the working tree. */
@Tag("front-door")
class ReadmeTest {
    /** A block that asks for a build: the README's reader sees its PDF before typing on. */
    private static final Pattern ASKS_FOR_A_BUILD = Pattern.compile("-X POST http://localhost:8000/(\\w+)/build");

    @TempDir
    Path folder;

    @Test
    void itsShellBlocksWorkInOrder() throws Exception {
        GitHubOnDisk gitHub = gitHub();
        Path home = Files.createDirectories(folder.resolve("home"));
        try (Newcomer newcomer = new Newcomer(home, freePort(), gitHub.environment())) {
            for (String block : Readme.read().blocks("sh")) {
                newcomer.type(block);
                awaitWhatWasAskedFor(newcomer, block);
            }
            awaitInPdf(newcomer, "Maths", "Four windmills");
            awaitInPdf(newcomer, "Thesis", "On the words of a thesis");
        }
        assertThat(home.resolve("galley/target")).isDirectoryContaining("glob:**/galley-*.jsa");
    }

    @Test
    void theDemoLeavesAProjectOfThatNameAlone() throws Exception {
        GitHubOnDisk gitHub = gitHub();
        Path home = Files.createDirectories(folder.resolve("home"));
        try (Newcomer newcomer = new Newcomer(home, freePort(), gitHub.environment())) {
            newcomer.type("git clone -q https://github.com/ada/thesis.git Maths\necho mine > Maths/notes.txt");
            Map<String, String> before = content(home.resolve("Maths"));
            // As git's hooks find them, of which we may be one.
            newcomer.type("export GIT_DIR=$PWD/Maths/.git GIT_WORK_TREE=$PWD/Maths\n" + Readme.TOP
                    + "/scripts/start.sh --demo");
            assertThat(newcomer.printed()).contains("it stays as it is", "no build of it is started");
            newcomer.stopGalley();
            assertThat(content(home.resolve("Maths"))).isEqualTo(before);
        }
    }

    private GitHubOnDisk gitHub() throws IOException, InterruptedException {
        GitHubOnDisk gitHub = new GitHubOnDisk(Files.createDirectories(folder.resolve("github")));
        Path thesis = Files.createDirectories(folder.resolve("thesis"));
        Files.writeString(thesis.resolve("thesis.tex"), """
                \\documentclass{article}
                \\begin{document}
                On the words of a thesis.
                \\end{document}
                """);
        gitHub.publish("ada/thesis", thesis);
        Path galley = Files.createDirectories(folder.resolve("galley"));
        gitHub.copyWorkingTree(galley);
        gitHub.publish("galley-ci/galley", galley);
        return gitHub;
    }

    private static void awaitWhatWasAskedFor(Newcomer newcomer, String block) throws IOException, InterruptedException {
        Matcher asked = ASKS_FOR_A_BUILD.matcher(block);
        if (asked.find()) {
            String project = asked.group(1);
            String state = Awaitility.await("the build of " + project)
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> state(newcomer, project), found -> !found.matches("queued|running|"));
            String log = new String(newcomer.get("/api/" + project + "/log").body(), StandardCharsets.UTF_8);
            assertThat(state).as(log).isEqualTo("success");
        } else if (block.contains("--demo")) {
            newcomer.awaitOk("/api/Maths/pdf");
        }
    }

    private static String state(Newcomer newcomer, String project) throws IOException, InterruptedException {
        String answer = new String(newcomer.get("/api/" + project + "/status").body(), StandardCharsets.UTF_8);
        Matcher state = Pattern.compile("\"state\" *: *\"(\\w+)\"").matcher(answer);
        return state.find() ? state.group(1) : "";
    }

    private void awaitInPdf(Newcomer newcomer, String project, String words) {
        Awaitility.await("'%s' in the PDF of %s".formatted(words, project))
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> textOfPdf(newcomer, project), text -> text.contains(words));
    }

    private String textOfPdf(Newcomer newcomer, String project) throws IOException, InterruptedException {
        Path pdf = folder.resolve(project + ".pdf");
        Files.write(pdf, newcomer.awaitOk("/api/" + project + "/pdf").body());
        Process program = new ProcessBuilder("pdftotext", pdf.toString(), "-").start();
        String text = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor()).isZero();
        return text;
    }

    /** Every file of a folder, .git included, with its content. */
    private static Map<String, String> content(Path top) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(top)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    content.put(top.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return content;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
