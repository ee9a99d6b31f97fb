package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ci.galley.frontdoor.Arena.Held;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The oracle of {@link HostileInputsTest} can fail: each of its sentences is said of a fault that is planted here. */
@Tag("front-door")
class OracleTest {
    @TempDir
    static Path folder;

    private static Arena arena;

    @BeforeAll
    static void start() throws IOException {
        arena = Arena.start(Held.OFF, folder);
    }

    @AfterAll
    static void stop() {
        endSurvivors();
        arena.close();
    }

    @BeforeEach
    void clear() throws IOException {
        endSurvivors();
        arena.plantSecret();
    }

    /** The very commits that the sandbox holds in, where there is none. */
    @ParameterizedTest
    @CsvSource({
        "t01 .latexmkrc runs a command, marker: ",
        "t01 .latexmkrc runs a command, canary in /",
        "t02 \\write18 where .ci.json asks for shell escape, marker: ",
        "t04 TeX reads @SECRET@, canary in the words of /",
        "t09 Lua: 14 ways out, marker: ",
        "t09 Lua: 14 ways out, changed: ",
        "t11 daemons that leave their parent, survivor: ",
        "'g02 a link into the clone''s git folder, and TeX writes to it', changed: "
    })
    void whatEscapesWithoutASandboxIsComplainedOf(String commit, String complaint) {
        HostileCommit hostile = HostileInputsTest.commits().stream()
                .filter(known -> known.toString().equals(commit))
                .findFirst()
                .orElseThrow();
        assertThat(hostile.run(arena, Held.OFF)).anyMatch(said -> said.startsWith(complaint));
    }

    @Test
    void nothingIsSaidOfACommitThatIsFine() {
        assertThat(HostileCommit.of("fine", "nothing").document("Fine.").run(arena, Held.OFF))
                .isEmpty();
    }

    @Test
    void daemonThatDoesNotAnswerIsComplainedOf() {
        Oracle oracle = new Oracle(arena, Arena.OTHER);
        long daemon = arena.galley().program().handle().pid();
        Upstream.run(folder, "kill", "-STOP", Long.toString(daemon));
        try {
            assertThat(oracle.complaints()).anyMatch(said -> said.startsWith("no answer"));
        } finally {
            Upstream.run(folder, "kill", "-CONT", Long.toString(daemon));
        }
        assertThat(oracle.complaints()).isEmpty();
    }

    @Test
    void fileThatIsGoneIsComplainedOf() throws IOException {
        Oracle oracle = new Oracle(arena, Arena.OTHER);
        Files.delete(arena.outside().resolve("secret.txt"));
        assertThat(oracle.complaints()).singleElement().asString().startsWith("removed: ");
    }

    @Test
    void canaryThatGitHubOrTheLogIsToldAndExceptionAreComplainedOf() throws Exception {
        try (Arena own = Arena.start(Held.OFF, Files.createDirectories(folder.resolve("own")))) {
            Oracle oracle = new Oracle(own, Arena.OTHER);
            HttpRequest told = HttpRequest.newBuilder(own.gitHub().address())
                    .POST(BodyPublishers.ofString("{\"description\": \"" + own.secret() + "\"}"))
                    .build();
            HttpClient.newHttpClient().send(told, BodyHandlers.discarding());
            Path log = Path.of(
                    "/proc", Long.toString(own.galley().program().handle().pid()), "fd", "1");
            // as often as that, because the daemon goes on writing where it was
            Files.writeString(log, (own.secret() + "\n\tat planted\n").repeat(100), StandardOpenOption.APPEND);
            assertThat(oracle.complaints())
                    .hasSize(3)
                    .anyMatch(said -> said.startsWith("canary in GitHub"))
                    .anyMatch(said -> said.startsWith("canary in the daemon's log"))
                    .contains("an exception in the daemon's log");
        }
    }

    private static void endSurvivors() {
        Path projects = arena.galley().projects();
        for (String process : Leftovers.all(projects)) {
            ProcessHandle.of(Long.parseLong(process.substring(0, process.indexOf(' '))))
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
        await().until(() -> Leftovers.all(projects).isEmpty());
    }
}
