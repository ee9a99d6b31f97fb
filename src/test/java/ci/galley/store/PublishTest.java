package ci.galley.store;

import static ci.galley.store.StoreFixture.MATHS;
import static ci.galley.store.StoreFixture.commit;
import static ci.galley.store.StoreFixture.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ci.galley.model.Artifact;
import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.Problem;
import ci.galley.model.ProblemCounts;
import ci.galley.model.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PublishTest {
    @TempDir
    Path folder;

    private StoreFixture fixture;
    private Build build;
    private Path source;
    private Path published;

    @BeforeEach
    void runningBuild() throws IOException {
        fixture = new StoreFixture(folder);
        fixture.push(commit(1));
        build = fixture.start(commit(1));
        source = Files.createDirectories(fixture.layout.work(MATHS).resolve("source/sub"));
        published = fixture.folder(commit(1));
    }

    @Test
    void filesAndProblemsAreKept() throws IOException {
        Path pdf = Files.writeString(source.resolve("Übung 1.pdf"), "%PDF-1.5 %%EOF");
        Path aux = Files.writeString(source.resolve("Übung 1.aux"), "\\relax");
        List<Artifact> artifacts = fixture.store.publish(
                build,
                pdf,
                12,
                List.of(aux),
                List.of(
                        new Problem(Problem.Severity.ERROR, "a.tex", 3, "Undefined \"x\"", "\\foo", 40),
                        new Problem(Problem.Severity.BOX, null, null, "Overfull", null, null)));
        assertThat(artifacts).containsExactly(new Artifact("pdf", "Übung 1.pdf", 14, 12));
        assertThat(names(published))
                .containsExactly(".log", ".problems.json", ".status.json", ".status.svg", "Übung 1.aux", "Übung 1.pdf");
        assertThat(published.resolve(".problems.json"))
                .hasContent("{\"problems\":[{\"severity\":\"error\",\"file\":\"a.tex\",\"line\":3,"
                        + "\"message\":\"Undefined \\\"x\\\"\",\"context\":\"\\\\foo\",\"logLine\":40},"
                        + "{\"severity\":\"box\",\"file\":null,\"line\":null,\"message\":\"Overfull\","
                        + "\"context\":null,\"logLine\":null}]}");
    }

    @Test
    void problemsAreThereOnceTheBuildHasEndedWithThem() throws IOException {
        fixture.store.publish(build, null, null, List.of(), List.of());
        assertThat(fixture.store.problems(build)).isEmpty();
        Build ended = finish(BuildState.FAILURE, List.of(), new ProblemCounts(1, 0, 0));
        assertThat(fixture.store.problems(ended)).isPresent();
        fixture.again(commit(1));
        Build error = finish(BuildState.ERROR, List.of(), null);
        assertThat(fixture.store.problems(error)).isEmpty();
    }

    @Test
    void attemptWithoutPdfTakesAwayThePdfAndTheFilesOfTheOneBefore() throws IOException {
        Path pdf = Files.writeString(source.resolve("Document.pdf"), "%PDF-1");
        Path aux = Files.writeString(source.resolve("Document.aux"), "aux");
        Path log = Files.writeString(source.resolve("Document.log"), "log");
        Build success = finish(
                BuildState.SUCCESS,
                fixture.store.publish(build, pdf, null, List.of(aux, log), List.of()),
                new ProblemCounts(0, 0, 0));
        assertThat(fixture.store.pdf(success)).contains(published.resolve("Document.pdf"));
        Build again = fixture.again(commit(1));
        assertThat(fixture.store.pdf(again)).contains(published.resolve("Document.pdf"));
        assertThat(fixture.store.publish(again, null, null, List.of(log), List.of()))
                .isEmpty();
        assertThat(names(published))
                .containsExactly(".log", ".problems.json", ".status.json", ".status.svg", "Document.log");
    }

    @Test
    void buildThatEndsWithoutPublishingLosesThePdfToo() throws IOException {
        Path pdf = Files.writeString(source.resolve("Document.pdf"), "%PDF-1");
        finish(
                BuildState.SUCCESS,
                fixture.store.publish(build, pdf, null, List.of(), List.of()),
                new ProblemCounts(0, 0, 0));
        fixture.again(commit(1));
        assertThat(fixture.store.pdf(fixture.end(commit(1), BuildState.CANCELLED)))
                .isEmpty();
        assertThat(published.resolve("Document.pdf")).doesNotExist();
    }

    @Test
    void linksPipesAndFoldersAreNotPublished() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.pdf"), "secret");
        Path link = Files.createSymbolicLink(source.resolve("link.pdf"), secret);
        Path folderPdf = Files.createDirectory(source.resolve("folder.pdf"));
        Path pipe = source.resolve("pipe.pdf");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .as("mkfifo (coreutils)")
                .isZero();
        for (Path file : List.of(link, folderPdf, pipe, source.resolve("missing.pdf"))) {
            assertThatThrownBy(() -> fixture.store.publish(build, file, null, List.of(), List.of()))
                    .as(file.toString())
                    .isInstanceOf(IOException.class);
        }
        assertThat(names(published)).noneMatch(FileNames::isPdf);
    }

    @Test
    void fileBehindALinkedFolderIsNotPublished() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.writeString(home.resolve("Document.pdf"), "secret");
        Path linked = Files.createSymbolicLink(source.resolve("chapters"), home);
        assertThatThrownBy(
                        () -> fixture.store.publish(build, linked.resolve("Document.pdf"), null, List.of(), List.of()))
                .hasMessageContaining("private folder");
        assertThat(names(published)).noneMatch(FileNames::isPdf);
    }

    @Test
    void filesCannotTakeThePlaceOfOurs() throws IOException {
        Path record = Files.writeString(source.resolve(".status.json"), "{\"state\": \"success\"}");
        Path badge = Files.writeString(source.resolve(".status.svg"), "<svg>forged</svg>");
        Path last = Files.writeString(source.resolve("last"), "forged");
        Path pdf = Files.writeString(source.resolve("other.pdf"), "forged");
        fixture.store.publish(build, null, null, List.of(record, badge, last, pdf), List.of());
        assertThat(published.resolve(".status.json")).hasBinaryContent(BuildStore.json(build));
        assertThat(published.resolve(".status.svg")).hasContent("<svg>running</svg>");
        assertThat(names(published)).doesNotContain("last", "other.pdf");
        assertThatThrownBy(() -> fixture.store.publish(build, record, null, List.of(), List.of()))
                .isInstanceOf(IOException.class);
        assertThat(published.resolve(".status.json")).hasBinaryContent(BuildStore.json(build));
    }

    @Test
    void manyProblemsAreWrittenWithoutHoldingThemTwice() throws IOException {
        Problem problem = new Problem(Problem.Severity.WARNING, "x.tex", 1, "w".repeat(100), null, 1);
        fixture.store.publish(build, null, null, List.of(), Collections.nCopies(50_000, problem));
        assertThat(Files.size(published.resolve(".problems.json"))).isGreaterThan(5_000_000);
    }

    private Build finish(BuildState state, List<Artifact> artifacts, @Nullable ProblemCounts counts)
            throws IOException {
        return fixture.store.update(
                MATHS,
                commit(1),
                old -> old.finished(
                        state, new Result(StoreFixture.NOW, Duration.ofSeconds(1), "reason", artifacts, counts)));
    }
}
