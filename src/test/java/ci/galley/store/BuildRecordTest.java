package ci.galley.store;

import static ci.galley.store.StoreFixture.MATHS;
import static ci.galley.store.StoreFixture.NOW;
import static ci.galley.store.StoreFixture.commit;
import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.Artifact;
import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.CommitInfo;
import ci.galley.model.ProblemCounts;
import ci.galley.model.Result;
import ci.galley.model.Trigger;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildRecordTest {
    private static final Build NEW = Build.queued(MATHS, commit(1), 1, null, Trigger.GET, NOW);

    private static final Build FULL = Build.queued(MATHS, commit(2), 7, "master", Trigger.WEBHOOK, NOW)
            .with(Build.History.NONE.pushed(commit(1), NOW, 4).follow(true))
            .described(new CommitInfo("Prove lemma 3\n\nBy \"hand\" – ü", "Ada", NOW), null)
            .started(NOW.plusMillis(1))
            .finished(
                    BuildState.SUCCESS,
                    new Result(
                            NOW.plusSeconds(5),
                            Duration.ofMillis(4210),
                            null,
                            List.of(new Artifact("pdf", "Document.pdf", 48213, 12)),
                            new ProblemCounts(0, 3, 5)))
            .reported(BuildState.SUCCESS);

    @TempDir
    Path folder;

    @Test
    void newRecordHasEveryFieldInTheOrderThatIsPromised() {
        assertThat(json(NEW))
                .isEqualTo("{\"project\":\"Maths\",\"commit\":\"0000000000000000000000000000000000000001\","
                        + "\"branch\":null,\"state\":\"queued\",\"status\":\"queued\",\"attempt\":1,\"trigger\":\"get\","
                        + "\"message\":null,\"author\":null,\"committedAt\":null,"
                        + "\"queuedAt\":\"2026-11-22T08:00:00Z\",\"startedAt\":null,\"finishedAt\":null,"
                        + "\"durationMs\":null,\"reason\":null,\"artifacts\":[],\"problems\":null,\"reported\":null,"
                        + "\"sequence\":1,\"history\":{\"place\":0,\"before\":null,\"pushedAt\":null,"
                        + "\"interruptions\":0,\"unknownCommit\":false,\"follow\":false}}");
    }

    @Test
    void finishedRecordSaysWhatIsKnown() {
        assertThat(json(FULL))
                .isEqualTo("{\"project\":\"Maths\",\"commit\":\"0000000000000000000000000000000000000002\","
                        + "\"branch\":\"master\",\"state\":\"success\",\"status\":\"success\",\"attempt\":1,"
                        + "\"trigger\":\"webhook\",\"message\":\"Prove lemma 3\\n\\nBy \\\"hand\\\" – ü\","
                        + "\"author\":\"Ada\",\"committedAt\":\"2026-11-22T08:00:00Z\","
                        + "\"queuedAt\":\"2026-11-22T08:00:00Z\",\"startedAt\":\"2026-11-22T08:00:00.001Z\","
                        + "\"finishedAt\":\"2026-11-22T08:00:05Z\",\"durationMs\":4210,\"reason\":null,"
                        + "\"artifacts\":[{\"name\":\"pdf\",\"file\":\"Document.pdf\",\"bytes\":48213,\"pages\":12}],"
                        + "\"problems\":{\"errors\":0,\"warnings\":3,\"boxes\":5},\"reported\":\"success\","
                        + "\"sequence\":7,\"history\":{\"place\":4,"
                        + "\"before\":\"0000000000000000000000000000000000000001\","
                        + "\"pushedAt\":\"2026-11-22T08:00:00Z\",\"interruptions\":0,\"unknownCommit\":false,"
                        + "\"follow\":true}}");
    }

    @Test
    void recordThatIsReadIsTheOneThatWasWritten() throws IOException {
        for (Build build :
                List.of(NEW, FULL, FULL.queuedAgain(Trigger.API, NOW), FULL.requeued(2), FULL.started(NOW))) {
            assertThat(new RecordReader().read(BuildStore.json(build), MATHS, build.commit()))
                    .isEqualTo(build);
        }
    }

    @Test
    void bytesOnDiskAreThoseThatEveryoneIsGiven() throws IOException {
        StoreFixture fixture = new StoreFixture(folder);
        Build build = fixture.queue(commit(1));
        assertThat(Files.readAllBytes(fixture.folder(commit(1)).resolve(".status.json")))
                .isEqualTo(BuildStore.json(build));
    }

    @Test
    void unknownFieldsAreIgnored() throws IOException {
        String newer = json(FULL).replace("{\"project\"", "{\"colour\":{\"deep\":[1,2]},\"project\"");
        assertThat(new RecordReader().read(newer.getBytes(StandardCharsets.UTF_8), MATHS, commit(2)))
                .isEqualTo(FULL);
    }

    @Test
    void hostileTextsComeBackAsTheyWere() throws IOException {
        String hostile = "</script>\u202e\u0000\u001b[31m\"\\\n\r\t\u2028😀";
        Build build = NEW.described(new CommitInfo(hostile, hostile, NOW), hostile);
        assertThat(new RecordReader().read(BuildStore.json(build), MATHS, commit(1)))
                .isEqualTo(build);
        assertThat(new JsonMapper()
                        .readTree(BuildStore.json(build))
                        .path("message")
                        .textValue())
                .isEqualTo(hostile);
    }

    @Test
    void halfOfASurrogatePairIsAQuestionMark() throws IOException {
        Build build = Build.queued(MATHS, commit(1), 1, "draft-\ud83d", Trigger.WEBHOOK, NOW);
        assertThat(new RecordReader()
                        .read(BuildStore.json(build), MATHS, commit(1))
                        .branch())
                .isEqualTo("draft-?");
    }

    @Test
    void hugeTextsAreCutSoThatTheRecordCanBeReadAgain() throws IOException {
        String huge = "\u0001".repeat(5_000_000);
        Build build = NEW.described(new CommitInfo(huge, huge, NOW), null)
                .finished(BuildState.FAILURE, new Result(NOW, null, huge, List.of(), null));
        byte[] bytes = BuildStore.json(build);
        assertThat(bytes).hasSizeLessThan(150_000);
        assertThat(new RecordReader().read(bytes, MATHS, commit(1))).isEqualTo(build);
    }

    @Test
    void textIsNotCutWithinACharacter() {
        String text = "x".repeat(16_382) + "😀😀";
        assertThat(new CommitInfo(text, "Ada", NOW).message()).isEqualTo("x".repeat(16_382) + "…");
        assertThat(new CommitInfo("x".repeat(16_384), "Ada", NOW).message()).hasSize(16_384);
    }

    @Test
    void farDatesComeBackAsTheyWere() throws IOException {
        for (Instant instant :
                List.of(Instant.EPOCH, Instant.MIN, Instant.MAX, Instant.parse("-0044-03-15T12:00:00Z"))) {
            Build build = NEW.described(new CommitInfo("m", "a", instant), null);
            assertThat(new RecordReader().read(BuildStore.json(build), MATHS, commit(1)))
                    .isEqualTo(build);
        }
    }

    private static String json(Build build) {
        return new String(BuildStore.json(build), StandardCharsets.UTF_8);
    }
}
