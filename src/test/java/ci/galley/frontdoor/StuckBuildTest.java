package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ci.galley.model.CommitHash;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds that take the daemon with them, and what they leave running when it was killed. */
@Tag("front-door")
class StuckBuildTest {
    private static final String ENDLESS = "\\def\\x{\\x}\\x";

    @TempDir
    Path folder;

    @Test
    void buildThatKillsTheDaemonEachTimeEndsInErrorAfterThreeStarts() {
        try (FakeGitHub gitHub = FakeGitHub.start();
                Galley galley = Galley.startProgram(
                        "SANDBOX",
                        "off",
                        "TOKEN",
                        "t0ken",
                        "GITHUB_API",
                        gitHub.address().toString());
                GitDaemon gitDaemon = GitDaemon.serve(galley.remotes())) {
            Upstream other = galley.projectFrom(gitDaemon, "Other");
            Upstream upstream = galley.projectFrom(gitDaemon, "Maths");
            // latexmk's parent is the daemon
            CommitHash killer =
                    upstream.write(".latexmkrc", "kill('KILL', getppid());\n").commit("Kill");
            assertThat(galley.push(upstream, killer).statusCode()).isEqualTo(202);
            int crashes = 0;
            while (endsByItself(galley, killer)) {
                crashes++;
                assertThat(crashes).as("starts that the build has ended").isLessThanOrEqualTo(3);
                galley.launch();
            }

            assertThat(crashes).isEqualTo(3);
            JsonNode record = galley.status("Maths", killer);
            assertThat(record.path("state").asText()).isEqualTo("error");
            assertThat(record.path("reason").asText()).contains("3 starts of Galley in a row");
            assertThat(galley.build(other, other.head()).path("state").asText()).isEqualTo("success");
            CommitHash mended = upstream.write(".latexmkrc", "").commit("Mend");
            assertThat(galley.build(upstream, mended).path("state").asText()).isEqualTo("success");
            await().atMost(Galley.PATIENCE)
                    .until(() ->
                            gitHub.last(killer.value()).orElseThrow().state().equals("error"));
            galley.restart();
            assertThat(galley.status("Maths", killer).path("state").asText()).isEqualTo("error");
            assertThat(galley.status("Maths", killer).path("attempt").asInt()).isEqualTo(1);
        }
    }

    /** Waits until the daemon has been killed, or says that the build has ended. */
    private static boolean endsByItself(Galley galley, CommitHash commit) {
        Path record = galley.output("Maths").resolve(commit.value()).resolve(".status.json");
        await("the daemon's end or the build's")
                .atMost(Galley.PATIENCE)
                .until(() -> !galley.program().handle().isAlive()
                        || (galley.program().output().contains("listens") && !Galley.isOpen(Galley.json(record))));
        return !galley.program().handle().isAlive();
    }

    @Test
    void buildThatIsKilledWithTheDaemonThreeTimesEndsInErrorAndLeavesNothing() {
        try (Galley galley = Galley.startProgram()) {
            Upstream upstream = galley.project("Maths");
            CommitHash endless = upstream.document(ENDLESS).commit("Never ends");
            assertThat(galley.push(upstream, endless).statusCode()).isEqualTo(202);
            for (int start = 1; start <= 3; start++) {
                awaitCommand(galley, endless, "latexmk");
                galley.kill();
                galley.restart();
                assertNothingLeft(galley);
            }
            JsonNode record = galley.awaitBuild("Maths", endless);
            assertThat(record.path("state").asText()).isEqualTo("error");
            assertThat(record.path("reason").asText()).contains("3 starts of Galley in a row");
            CommitHash good = upstream.document("Ends.").commit("Ends");
            assertThat(galley.build(upstream, good).path("state").asText()).isEqualTo("success");
        }
    }

    /** It asks to be killed with its parent a few milliseconds after it was started, and the parent may be gone by then. */
    @Test
    void sandboxThatWasJustBeingSetUpWhenTheDaemonWasKilledIsNotLeft() throws IOException {
        Path bin = folder.toRealPath();
        Path slow = bin.resolve("slow");
        Path bwrap = Files.writeString(
                bin.resolve("bwrap"),
                "#!/bin/sh\nif [ -e " + slow + " ]; then sleep 1; fi\nexec /usr/bin/bwrap \"$@\"\n");
        Files.setPosixFilePermissions(bwrap, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Galley galley = Galley.startProgram("PATH", bin + ":" + System.getenv("PATH"))) {
            Upstream upstream = galley.project("Maths");
            // or what it writes to the daemon that is gone would end it
            CommitHash endless = upstream.document(ENDLESS)
                    .write(".latexmkrc", "$SIG{PIPE} = 'IGNORE';\n")
                    .commit("Never ends");
            Files.createFile(slow);
            assertThat(galley.push(upstream, endless).statusCode()).isEqualTo(202);
            awaitCommand(galley, endless, "latexmk");
            await("bwrap").until(() -> !Leftovers.all(galley.projects()).isEmpty());
            galley.kill();
            Files.delete(slow);
            // by now it holds the build in, and nobody has told it that the daemon is gone
            await("TeX")
                    .atMost(Duration.ofSeconds(20))
                    .until(() ->
                            Leftovers.all(galley.projects()).stream().anyMatch(line -> line.contains(" pdflatex ")));
            galley.restart();
            assertNothingLeft(galley);
        }
    }

    @Test
    void gitThatWaitsForItsRemoteIsNotLeftWhenTheDaemonWasKilled() {
        try (Galley galley = Galley.startProgram();
                GitDaemon gitDaemon = GitDaemon.serve(galley.remotes())) {
            Upstream upstream = galley.projectFrom(gitDaemon, "Maths");
            CommitHash commit = upstream.document("Late.").commit("Late");
            gitDaemon.pause();
            assertThat(galley.push(upstream, commit).statusCode()).isEqualTo(202);
            awaitCommand(galley, commit, "git pull");
            galley.kill();
            galley.restart();
            assertNothingLeft(galley);
            gitDaemon.resume();
            assertThat(galley.awaitBuild("Maths", commit).path("state").asText())
                    .isEqualTo("success");
        }
    }

    private static void awaitCommand(Galley galley, CommitHash commit, String command) {
        Path log = galley.output("Maths").resolve(commit.value()).resolve(".log");
        Path record = log.resolveSibling(".status.json");
        await(command)
                .atMost(Galley.PATIENCE)
                .until(() -> Galley.json(record).path("state").asText().equals("running")
                        && Files.exists(log)
                        && Files.readString(log).contains(">>> " + command));
    }

    private static void assertNothingLeft(Galley galley) {
        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(
                                Leftovers.in(galley.projects(), galley.program().handle()))
                        .isEqualTo(List.of()));
    }
}
