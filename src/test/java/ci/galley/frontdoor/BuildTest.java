package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ci.galley.model.CommitHash;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to a commit. */
@Tag("front-door")
class BuildTest {
    private static Galley galley;

    @BeforeAll
    static void start() {
        galley = Galley.start();
    }

    @AfterAll
    static void stop() {
        galley.close();
    }

    @Test
    void brokenDocumentSaysWhereItIsBrokenAndKeepsTheNewestPdf() {
        Upstream upstream = galley.project("Broken");
        galley.build(upstream, upstream.head());
        CommitHash broken = upstream.document("\\foo").commit("Break");

        JsonNode record = galley.build(upstream, broken);

        assertThat(record.path("state").asText()).isEqualTo("failure");
        assertThat(record.path("reason").asText()).isEqualTo("Document.tex:3: Undefined control sequence \\foo");
        assertThat(record.path("problems").path("errors").asInt()).isEqualTo(1);
        assertThat(record.path("artifacts")).isEmpty();
        JsonNode problem = Galley.json(galley.get("/api/Broken/" + broken + "/problems"))
                .path("problems")
                .path(0);
        assertThat(problem.path("severity").asText()).isEqualTo("error");
        assertThat(problem.path("file").asText()).isEqualTo("Document.tex");
        assertThat(problem.path("line").asInt()).isEqualTo(3);
        assertThat(galley.get("/Broken/log").body()).contains("Undefined control sequence \\foo");
        assertThat(galley.get("/Broken/svg").body()).contains("failed").contains(broken.abbreviated());
        assertThat(galley.get("/Broken/" + broken + "/pdf").statusCode()).isEqualTo(404);
        assertThat(galley.words("/Broken/pdf")).contains("Hello from Broken.");
        assertThat(galley.output("Broken").resolve("Document.pdf")).exists();
    }

    @Test
    void successThatFailsWhenBuiltAgainHasNoPdfAnyMore() {
        Upstream upstream = galley.project("Gone");
        upstream.write(
                ".latexmkrc",
                "my $mark = \"$ENV{TEXMFVAR}/seen\";\ndie 'not twice' if -e $mark;\n"
                        + "system('mkdir', '-p', $ENV{TEXMFVAR}); open(my $file, '>', $mark); close($file);\n");
        CommitHash commit = upstream.commit("Once only");
        assertThat(galley.build(upstream, commit).path("state").asText()).isEqualTo("success");

        galley.post("/Gone/" + commit + "/build");

        JsonNode record = galley.awaitBuild(
                "Gone",
                commit,
                now -> !Galley.isOpen(now) && now.path("attempt").asInt() == 2);
        assertThat(record.path("state").asText()).isEqualTo("failure");
        assertThat(galley.get("/Gone/" + commit + "/pdf").statusCode()).isEqualTo(404);
        assertThat(galley.output("Gone").resolve(commit.value()).resolve("Document.pdf"))
                .doesNotExist();
    }

    @Test
    void editOfALineNeedsNoLatexmkWhateverOtherBranchesDid() {
        Upstream upstream = galley.project("Branches");
        upstream.write(".ci.json", "{\"language\": \"latex\", \"main\": \"Document\", \"branches\": [\"*\"]}");
        galley.build(upstream, upstream.commit("Build all branches"));
        upstream.git("checkout", "--quiet", "-b", "draft");
        CommitHash draft = upstream.write(
                        "Document.tex",
                        "\\documentclass{report}\\begin{document}" + "\\tableofcontents\\chapter{Draft}\\end{document}")
                .commit("Draft");
        String before = upstream.head().value();
        assertThat(galley.push(upstream, "draft", before, draft).statusCode()).isEqualTo(202);
        assertThat(galley.awaitBuild("Branches", draft).path("state").asText()).isEqualTo("success");
        upstream.git("checkout", "--quiet", Upstream.BRANCH);
        CommitHash edited = upstream.write(
                        "Document.tex", "\\documentclass{article}\\begin{document}Edited.\\end{document}")
                .commit("Edit");

        assertThat(galley.build(upstream, edited).path("state").asText()).isEqualTo("success");

        assertThat(galley.words("/Branches/pdf")).contains("Edited.");
        assertThat(galley.get("/Branches/log").body()).contains(">>> pdflatex").doesNotContain(">>> latexmk");
    }

    @Test
    void lineThatTeXWritesIsInTheLogBeforeItWritesMore() {
        Upstream upstream = galley.project("Slow");
        CommitHash slow = upstream.document("\\typeout{early words}\\loop\\iftrue\\repeat")
                .commit("Slow");
        galley.push(upstream, slow);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> galley.get("/Slow/" + slow + "/log").body().contains("\nearly words\n"));
        assertThat(galley.post("/Slow/" + slow + "/cancel").statusCode()).isEqualTo(202);
        galley.awaitBuild("Slow", slow);
    }

    @Test
    void localChangesAndCommitsOfTheUserSurvive() throws IOException {
        Upstream upstream = galley.project("Local");
        Path clone = galley.projects().resolve("Local");
        Files.writeString(clone.resolve("Document.tex"), "my own words, not committed");
        Files.writeString(clone.resolve("notes.txt"), "untracked");
        CommitHash commit = upstream.document("Pushed.").commit("Pushed");

        JsonNode record = galley.build(upstream, commit);

        assertThat(record.path("state").asText()).as(record.toString()).isEqualTo("success");
        assertThat(galley.words("/Local/pdf")).contains("Pushed.");
        assertThat(clone.resolve("Document.tex")).hasContent("my own words, not committed");
        assertThat(clone.resolve("notes.txt")).hasContent("untracked");
        assertThat(galley.get("/Local/log").body()).contains(">>> git fetch");
    }

    @Test
    void ciJsonThatIsWrongEndsInErrorThatNamesFieldValueAndWhatIsAllowed() {
        Upstream upstream = galley.project("Wrong");
        String[][] cases = {
            {"{", ".ci.json"},
            {"[]", ".ci.json"},
            {"{\"language\": \"latx\", \"main\": \"Document\"}", "known languages: git, latex"},
            {"{\"language\": \"latex\"}", "\"main\""},
            {"{\"language\": \"latex\", \"main\": \"../../x\"}", "../../x"},
            {"{\"language\": \"latex\", \"main\": \"`touch X`\"}", "\"main\""},
            {"{\"language\": \"latex\", \"main\": \"-e=system('touch X')\"}", "\"main\""},
            {"{\"language\": \"latex\", \"main\": \"Missing\"}", "Missing"},
            {"{\"language\": \"latex\", \"main\": \"Document\", \"engine\": \"tex\"}", "pdflatex"},
            {"{\"language\": \"latex\", \"main\": \"Document\", \"timeout\": \"soon\"}", "\"timeout\""},
            {" ".repeat(1 << 20), "65536"},
        };
        for (String[] wrong : cases) {
            CommitHash commit = upstream.write(".ci.json", wrong[0]).commit("Wrong " + wrong[1]);
            JsonNode record = galley.build(upstream, commit);
            assertThat(record.path("state").asText()).as(wrong[0].strip()).isEqualTo("error");
            assertThat(record.path("reason").asText()).as(wrong[0].strip()).contains(wrong[1]);
        }
        upstream.git("rm", "--quiet", ".ci.json");
        JsonNode missing = galley.build(upstream, upstream.commit("No .ci.json"));
        assertThat(missing.path("state").asText()).isEqualTo("error");
        assertThat(missing.path("reason").asText()).contains(".ci.json");
    }

    @Test
    void unknownFieldOfCiJsonIsAWarningInTheLog() {
        Upstream upstream = galley.project("Unknown");
        upstream.write(".ci.json", "{\"language\": \"latex\", \"main\": \"Document.tex\", \"colour\": \"red\"}");
        JsonNode record = galley.build(upstream, upstream.commit("Colour"));
        assertThat(record.path("state").asText()).as(record.toString()).isEqualTo("success");
        assertThat(galley.get("/Unknown/log").body()).contains("\"colour\"");
    }

    @Test
    void gitProjectFollowsTheCommitAndKeepsWhatIsInTheWay() throws IOException {
        Upstream upstream = galley.project("Scripts");
        upstream.write(".ci.json", "{\"language\": \"git\"}").write("script.sh", "echo 1");
        CommitHash first = upstream.commit("One");
        galley.build(upstream, first);
        CommitHash second = upstream.write("script.sh", "echo 2").commit("Two");
        JsonNode record = galley.build(upstream, second);
        Path script = galley.projects().resolve("Scripts").resolve("script.sh");
        assertThat(record.path("state").asText()).as(record.toString()).isEqualTo("success");
        assertThat(script).hasContent("echo 2");

        upstream.git("reset", "--quiet", "--hard", first.value());
        upstream.push();
        galley.push(upstream, "main", second.value(), first);
        await().atMost(Galley.PATIENCE).untilAsserted(() -> assertThat(script).hasContent("echo 1"));

        Files.writeString(script, "echo mine");
        CommitHash third = upstream.write("script.sh", "echo 3").commit("Three");
        JsonNode refused = galley.build(upstream, third);
        assertThat(refused.path("state").asText()).isEqualTo("error");
        assertThat(refused.path("reason").asText()).contains("script.sh");
        assertThat(script).hasContent("echo mine");
    }

    @Test
    void buildGoesOnWhereTheRemoteDoesNotAnswerButTheCommitIsThere() throws IOException {
        Upstream upstream = galley.project("Offline");
        Files.move(upstream.bare(), upstream.bare().resolveSibling("moved.git"));
        galley.get("/Offline/" + upstream.head() + "/build");
        JsonNode record = galley.awaitBuild("Offline", upstream.head());
        assertThat(record.path("state").asText()).as(record.toString()).isEqualTo("success");
        assertThat(galley.get("/Offline/log").body()).contains("The commit is here already: going on with it");
    }

    @Test
    void repositoryWithItsOwnPdfCommittedNeverServesThatOne() throws IOException {
        Upstream upstream = galley.project("Committed");
        CommitHash good = upstream.document("Typeset here.").commit("Words");
        galley.build(upstream, good);
        Files.write(
                upstream.author().resolve("Document.pdf"),
                galley.download("/Committed/pdf").body());
        CommitHash withPdf = upstream.document("Other words.").commit("With its PDF");
        assertThat(galley.build(upstream, withPdf).path("state").asText()).isEqualTo("success");
        assertThat(galley.words("/Committed/" + withPdf + "/pdf")).contains("Other words.");

        CommitHash broken = upstream.document("\\broken").commit("Broken, with a PDF");
        assertThat(galley.build(upstream, broken).path("state").asText()).isEqualTo("failure");
        assertThat(galley.get("/Committed/" + broken + "/pdf").statusCode()).isEqualTo(404);
    }

    @Test
    void failureOnKeptFilesIsTriedOnceMoreFromACleanCheckout() {
        Upstream upstream = galley.project("Kept");
        upstream.write(
                ".latexmkrc", "if (-e 'poison') { die 'poisoned by what a build left'; }\nsystem('touch poison');\n");
        galley.build(upstream, upstream.commit("Leave something"));
        CommitHash second = upstream.document("Second.").commit("Second");
        JsonNode record = galley.build(upstream, second);
        assertThat(record.path("state").asText()).as(record.toString()).isEqualTo("success");
        assertThat(galley.get("/Kept/log").body()).contains("once more from a clean checkout");
    }

    @Test
    void projectAppearsAndDisappearsWithoutARestart() throws IOException {
        assertThat(galley.get("/api/Later").statusCode()).isEqualTo(404);
        Upstream upstream = galley.project("Later");
        galley.build(upstream, upstream.head());
        assertThat(galley.get("/api/").body()).contains("\"Later\"");
        Path clone = galley.projects().resolve("Later");
        Files.move(clone, galley.scratch().resolve("Later"));
        assertThat(galley.get("/api/Later").statusCode()).isEqualTo(404);
        assertThat(galley.output("Later").resolve("Document.pdf")).exists();
    }
}
