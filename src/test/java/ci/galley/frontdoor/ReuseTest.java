package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.CommitHash;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A commit that changes nothing that the document is made of gets the PDF that is there; every other is typeset. */
@Tag("front-door")
class ReuseTest {
    private static final String KEPT = "Nothing that the document is made of has changed since ";
    private static final Instant MORNING = Instant.parse("2026-03-05T07:30:00Z");

    private static Galley galley;

    @BeforeAll
    static void start() {
        galley = Galley.start();
    }

    @AfterAll
    static void stop() {
        galley.close();
    }

    private static Upstream studied(String name, String words) {
        return studied(galley.upstream(name).document(words));
    }

    /** A project whose first commit is built, and looked at. */
    private static Upstream studied(Upstream upstream) {
        CommitHash commit = upstream.commitAt(MORNING, "Begin");
        galley.clone(upstream);
        succeed(upstream, commit);
        galley.awaitStudied();
        return upstream;
    }

    private static JsonNode succeed(Upstream upstream, CommitHash commit) {
        JsonNode record = galley.build(upstream, commit);
        assertThat(record.path("state").asText()).as(record.toString()).isEqualTo("success");
        galley.awaitRest();
        return galley.status(upstream.name(), commit);
    }

    private static String log(Upstream upstream, CommitHash commit) {
        return galley.get("/api/" + upstream.name() + "/" + commit + "/log").body();
    }

    private static Path pdf(Upstream upstream, CommitHash commit) {
        return galley.output(upstream.name()).resolve(commit.value()).resolve("Document.pdf");
    }

    private static void assertKept(Upstream upstream, CommitHash earlier, CommitHash commit) throws IOException {
        succeed(upstream, commit);
        assertThat(log(upstream, commit)).contains(KEPT + earlier.abbreviated()).doesNotContain(">>> pdflatex");
        assertThat(Files.isSameFile(pdf(upstream, earlier), pdf(upstream, commit)))
                .isTrue();
    }

    private static void assertTypeset(Upstream upstream, CommitHash commit) {
        succeed(upstream, commit);
        assertThat(log(upstream, commit)).doesNotContain(KEPT).containsPattern(">>> (pdflatex|latexmk)");
    }

    @Test
    void editOfTheReadmeKeepsThePdf() throws IOException {
        Upstream paper = studied("Paper", "See \\ref{nowhere}.");
        CommitHash first = paper.head();
        CommitHash second = paper.write("README.md", "Our paper").commit("Tell of it");

        assertKept(paper, first, second);

        JsonNode record = galley.status("Paper", second);
        assertThat(record.path("attempt").asInt()).isEqualTo(1);
        assertThat(record.path("message").asText()).isEqualTo("Tell of it");
        assertThat(record.path("artifacts"))
                .isEqualTo(galley.status("Paper", first).path("artifacts"));
        assertThat(record.path("problems"))
                .isEqualTo(galley.status("Paper", first).path("problems"));
        assertThat(record.path("problems").path("warnings").asInt()).isPositive();
        assertThat(galley.words("/Paper/" + second + "/pdf")).contains("See ??.");
        assertThat(galley.get("/api/Paper/svg").body()).contains("built").contains(second.abbreviated());
        assertThat(galley.get("/api/Paper/" + second + "/problems").body())
                .isEqualTo(galley.get("/api/Paper/" + first + "/problems").body());

        CommitHash third = paper.write("notes/todo.txt", "Rest").commit("Plan");
        assertKept(paper, second, third);

        CommitHash fourth = paper.document("A new line.").commit("Write");
        assertTypeset(paper, fourth);
        assertThat(log(paper, fourth)).contains(">>> pdflatex");
        assertThat(galley.words("/Paper/" + fourth + "/pdf")).contains("A new line.");
    }

    @ParameterizedTest
    @CsvSource({
        "chapter, chapters/one.tex, Another beginning., Another beginning.",
        "shadow, article.cls, '\\LoadClassWithOptions{report}\\AtBeginDocument{Ours. }', Ours.",
        "sought, local.tex, Found at last., Found at last.",
        "case, LOCAL.tex, Found in capitals., Found in capitals.",
        "picture, more/pic.tex, New picture, New picture",
        "attributes, chapters/.gitattributes, one.tex ident, Once.",
        "setting, .ci.json, '{\"language\": \"latex\", \"main\": \"Document\", \"engine\": \"xelatex\"}', Once.",
        "latexmkrc, latexmkrc, '$max_repeat = 7;', Once.",
    })
    void commitThatChangesWhatItIsMadeOfIsTypeset(String project, String file, String content, String shown) {
        Upstream upstream = studied(galley.upstream(project)
                .document("\\IfFileExists{local}{\\input{local}}{Nothing there.}\\input{chapters/one}\\input{more/pic}")
                .write("chapters/one.tex", "Once.")
                .write("more/pic.tex", "Picture"));
        CommitHash second = upstream.write(file, content).commit("Change");
        assertTypeset(upstream, second);
        assertThat(galley.words("/" + project + "/" + second + "/pdf")).contains(shown);
    }

    @Test
    void fileThatGoesIsMissed() {
        Upstream upstream = studied(galley.upstream("Gone")
                .document("\\IfFileExists{local}{\\input{local}}{Nothing there.}")
                .write("local.tex", "Here."));
        upstream.git("rm", "--quiet", "local.tex");
        CommitHash second = upstream.commit("Remove");
        assertTypeset(upstream, second);
        assertThat(galley.words("/Gone/" + second + "/pdf")).contains("Nothing there.");
    }

    @ParameterizedTest
    @CsvSource({
        "Today, \\today",
        "Year, \\the\\year",
        "Month, \\ifnum\\month=7 July\\else Other\\fi",
        "When, \\input{when}"
    })
    void documentThatLooksAtTheDateIsKeptForThatDay(String name, String date) throws IOException {
        Upstream upstream =
                studied(galley.upstream(name).document("On " + date + ".").write("when.tex", "\\number\\day"));
        CommitHash first = upstream.head();
        CommitHash sameDay = upstream.write("README.md", "1").commitAt(MORNING.plusSeconds(3600), "Later");
        assertKept(upstream, first, sameDay);
        CommitHash nextDay = upstream.write("README.md", "2").commitAt(MORNING.plusSeconds(86_400), "Next day");
        assertTypeset(upstream, nextDay);
    }

    @Test
    void documentThatLooksAtTheTimeIsTypeset() {
        Upstream upstream = studied("Timed", "At \\the\\time.");
        CommitHash second = upstream.write("README.md", "1").commitAt(MORNING.plusSeconds(60), "Later");
        assertTypeset(upstream, second);
        assertThat(galley.words("/Timed/" + second + "/pdf")).contains("At 451.");
    }

    @Test
    void documentWithoutADateIsKeptForever() throws IOException {
        Upstream upstream = studied("Undated", "Forever.");
        CommitHash first = upstream.head();
        CommitHash second = upstream.write("README.md", "1").commitAt(MORNING.plusSeconds(400 * 86_400L), "Later");
        assertKept(upstream, first, second);
    }

    @Test
    void bibliographyAndIndexAreInputs() throws IOException {
        String entry = "@book{k, author={A}, title={%s}, year=1999, publisher={P}}";
        Upstream upstream = studied(galley.upstream("Cited")
                .document("\\cite{k}\\bibliographystyle{plain}\\bibliography{refs}")
                .write("refs.bib", entry.formatted("Old title")));
        CommitHash first = upstream.head();
        CommitHash second = upstream.write("README.md", "1").commit("Describe");
        assertKept(upstream, first, second);
        CommitHash third =
                upstream.write("refs.bib", entry.formatted("New title")).commit("Cite");
        assertTypeset(upstream, third);
        assertThat(galley.words("/Cited/" + third + "/pdf")).contains("New title");
    }

    @Test
    void xelatexIsKeptToo() throws IOException {
        Upstream upstream = studied(galley.upstream("Xe")
                .document("Words.")
                .write(".ci.json", "{\"language\": \"latex\", \"main\": \"Document\", \"engine\": \"xelatex\"}"));
        CommitHash first = upstream.head();
        assertKept(upstream, first, upstream.write("README.md", "1").commit("Describe"));
    }

    @Test
    void whatProgramsLookAtIsNotKnown() {
        Upstream upstream = studied(galley.upstream("Programs").document("\\input{|\"kpsewhich article.cls\"}"));
        assertTypeset(upstream, upstream.write("README.md", "1").commit("Describe"));
    }

    @Test
    void pointerInPlaceOfALargeFileMayBecomeTheFile() {
        Upstream upstream = studied(galley.upstream("Large")
                .document("\\input{data}")
                .write(".gitattributes", "data.tex filter=lfs diff=lfs merge=lfs\n")
                .write(
                        "data.tex",
                        "version https://git-lfs.github.com/spec/v1\noid sha256:" + "4d7a".repeat(16) + "\nsize 9\n"));
        assertThat(log(upstream, upstream.head())).contains("large files (git-lfs) are missing");
        assertTypeset(upstream, upstream.write("README.md", "1").commit("Describe"));
    }

    @Test
    void repeatedBuildIsMade() {
        Upstream upstream = studied("Again", "Once more.");
        CommitHash second = upstream.write("README.md", "1").commit("Describe");
        succeed(upstream, second);
        assertThat(log(upstream, second)).contains(KEPT);
        assertThat(galley.post("/Again/" + second + "/build").statusCode()).isEqualTo(202);
        galley.awaitBuild(
                "Again",
                second,
                record -> record.path("attempt").asInt() == 2
                        && record.path("state").asText().equals("success"));
        assertThat(log(upstream, second)).doesNotContain(KEPT).contains(">>> pdflatex");
    }

    @Test
    void switchedOffItIsTypeset() {
        Upstream upstream = studied(galley.upstream("Off")
                .document("Words.")
                .write(".ci.json", "{\"language\": \"latex\", \"main\": \"Document\", \"reuse\": false}"));
        assertTypeset(upstream, upstream.write("README.md", "1").commit("Describe"));
    }

    @Test
    void pdfThatIsNotThereAnyMoreIsMadeAnew() throws IOException {
        Upstream upstream = studied("Lost", "Words.");
        Files.delete(pdf(upstream, upstream.head()));
        CommitHash second = upstream.write("README.md", "1").commit("Describe");
        assertTypeset(upstream, second);
        assertThat(galley.words("/Lost/" + second + "/pdf")).contains("Words.");
    }

    @Test
    void failureInBetweenIsForgottenByNobody() {
        Upstream upstream = studied("Broken", "Words.");
        CommitHash broken = upstream.document("\\undefined").commit("Break");
        assertThat(galley.build(upstream, broken).path("state").asText()).isEqualTo("failure");
        CommitHash still = upstream.write("README.md", "1").commit("Describe");
        assertThat(galley.build(upstream, still).path("state").asText()).isEqualTo("failure");
        CommitHash repaired = upstream.document("Words.").commit("Repair");
        assertTypeset(upstream, repaired);
    }

    @Test
    void withoutASandboxItIsTypeset() {
        try (Galley open = Galley.start("SANDBOX", "off")) {
            Upstream upstream = open.project("Open");
            open.build(upstream, upstream.head());
            open.awaitStudied();
            CommitHash second = upstream.write("README.md", "1").commit("Describe");
            open.build(upstream, second);
            assertThat(open.get("/api/Open/" + second + "/log").body()).doesNotContain(KEPT);
        }
    }

    @Test
    void killedWhileItLooksAtADocumentGalleyLosesNothing() {
        try (Galley killed = Galley.startProgram()) {
            Upstream upstream = killed.upstream("Killed")
                    .document(
                            "\\newcount\\n \\ifnum\\time=450 Words.\\else\\loop\\advance\\n by 1\\ifnum\\n>0\\repeat\\fi");
            CommitHash first = upstream.commitAt(MORNING, "Begin");
            killed.clone(upstream);
            killed.build(upstream, first);
            killed.awaitStudy();
            killed.kill();
            killed.restart();
            CommitHash second = upstream.write("README.md", "1").commitAt(MORNING, "Describe");
            JsonNode record = killed.build(upstream, second);
            assertThat(record.path("state").asText()).as(record.toString()).isEqualTo("success");
            assertThat(killed.status("Killed", first).path("state").asText()).isEqualTo("success");
        }
    }

    @Test
    void pdfThatAFormatMakesOtherwiseIsMadeAgain() {
        Upstream upstream = studied("Telling", "Words.");
        CommitHash second = upstream.document("Format: \\ifcsname galley@start\\endcsname yes\\else no\\fi.")
                .commit("Tell");
        succeed(upstream, second);
        assertThat(log(upstream, second)).contains("-fmt=Document");
        galley.awaitBuild(
                "Telling",
                second,
                record -> record.path("attempt").asInt() == 2
                        && record.path("state").asText().equals("success"));
        assertThat(galley.words("/Telling/" + second + "/pdf")).contains("Format: no.");
        galley.awaitStudied();
        CommitHash third = upstream.document("Format: \\ifcsname galley@start\\endcsname yes\\else no\\fi!")
                .commit("Tell again");
        succeed(upstream, third);
        assertThat(galley.words("/Telling/" + third + "/pdf")).contains("Format: no!");
    }
}
