package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ci.galley.model.CommitHash;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing outlives or outgrows its build. */
@Tag("front-door")
class LimitsTest {
    @ParameterizedTest
    @ValueSource(strings = {"bwrap", "off"})
    void buildThatNeverEndsIsKilledWithAllItsProcesses(String sandbox) {
        try (Galley galley = Galley.start("BUILD_TIMEOUT", "6s", "SANDBOX", sandbox)) {
            Upstream upstream = galley.project("Maths");
            CommitHash endless = upstream.document("\\def\\x{\\x}\\x").commit("Never ends");
            JsonNode record = galley.build(upstream, endless);
            assertThat(record.path("state").asText()).isEqualTo("failure");
            assertThat(record.path("reason").asText()).contains("6 s").contains("BUILD_TIMEOUT");
            await().atMost(Duration.ofSeconds(2)).until(() -> processes().isEmpty());
            CommitHash good = upstream.document("Ends.").commit("Ends");
            assertThat(galley.build(upstream, good).path("state").asText()).isEqualTo("success");
        }
    }

    @Test
    void ciJsonMayAskForLessTime() {
        try (Galley galley = Galley.start()) {
            Upstream upstream = galley.project("Maths");
            upstream.document("\\def\\x{\\x}\\x")
                    .write(".ci.json", "{\"language\": \"latex\", \"main\": \"Document\", \"timeout\": \"2s\"}");
            JsonNode record = galley.build(upstream, upstream.commit("Never ends"));
            assertThat(record.path("state").asText()).isEqualTo("failure");
            assertThat(record.path("reason").asText()).contains("2 s");
        }
    }

    @Test
    void logIsCutAtFourMebibytesWhileTheBuildGoesOn() throws IOException {
        try (Galley galley = Galley.start()) {
            Upstream upstream = galley.project("Maths");
            CommitHash commit = upstream.document("\\newcount\\n \\loop\\ifnum\\n<120000 \\message{"
                            + "a long line that fills the log ".repeat(2) + "}\\advance\\n by 1 \\repeat Done.")
                    .commit("Chatter");
            JsonNode record = galley.build(upstream, commit);
            assertThat(record.path("state").asText()).as(record.toString()).isEqualTo("success");
            Path log = galley.output("Maths").resolve(".log");
            assertThat(Files.size(log)).isLessThanOrEqualTo(4 << 20);
            assertThat(Files.readString(log)).contains("4 MiB");
            assertThat(galley.words("/Maths/pdf")).contains("Done.");
        }
    }

    @Test
    void oldBuildsGoButTheLastTheLastSuccessAndTaggedOnesStay() {
        try (Galley galley = Galley.start("KEEP_BUILDS", "2")) {
            Upstream upstream = galley.project("Maths");
            CommitHash tagged = upstream.document("Tagged.").commit("Tagged");
            upstream.git("tag", "v1");
            upstream.git("push", "--quiet", "origin", "v1");
            galley.build(upstream, tagged);
            CommitHash success = upstream.document("Success.").commit("Success");
            galley.build(upstream, success);
            List<CommitHash> broken = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                broken.add(upstream.document("\\broken" + "x".repeat(i)).commit("Broken " + i));
                galley.build(upstream, broken.get(i));
            }
            for (CommitHash kept : List.of(tagged, success, broken.get(2), broken.get(3))) {
                assertThat(galley.output("Maths").resolve(kept.value())).exists();
            }
            for (CommitHash gone : broken.subList(0, 2)) {
                await().atMost(Galley.PATIENCE)
                        .untilAsserted(() -> assertThat(galley.output("Maths").resolve(gone.value()))
                                .doesNotExist());
                assertThat(galley.get("/api/Maths/" + gone + "/status").statusCode())
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void lockThatAPowerCutLeftIsMended() throws IOException {
        try (Galley galley = Galley.start()) {
            Upstream upstream = galley.project("Maths");
            Path lock = galley.projects().resolve("Maths").resolve(".git").resolve("index.lock");
            Files.createFile(lock);
            Files.setLastModifiedTime(lock, FileTime.from(Instant.EPOCH));
            CommitHash commit = upstream.document("After the cut.").commit("After the cut");
            JsonNode record = galley.build(upstream, commit);
            assertThat(record.path("state").asText()).as(record.toString()).isEqualTo("success");
            assertThat(lock).doesNotExist();
            assertThat(galley.projects().resolve("Maths").resolve("Document.tex"))
                    .content()
                    .contains("After the cut.");
        }
    }

    /** What this process started and is still alive: builds, since nothing else starts programs in this test. */
    private static List<ProcessHandle> processes() {
        try (Stream<ProcessHandle> all = ProcessHandle.current().descendants()) {
            return all.filter(ProcessHandle::isAlive).toList();
        }
    }
}
