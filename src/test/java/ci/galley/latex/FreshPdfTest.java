package ci.galley.latex;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.CiConfig;
import ci.galley.model.Engine;
import ci.galley.model.Shortcut;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What latexmk keeps makes a build faster, and never wrong. */
class FreshPdfTest {
    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void sit() {
        desk = new Desk(folder, SandboxMode.BWRAP);
    }

    @Test
    void twentyEditsOfOneSizeAndOneTimeAreAllSeen() throws Exception {
        for (int edit = 10; edit < 30; edit++) {
            desk.document("Text" + edit + ", see \\cite{k}.\\bibliographystyle{plain}\\bibliography{refs}")
                    .write("refs.bib", "@book{k, author={A}, title={Title" + edit + "}, publisher={P}, year=1984}");
            // The worst case of an edit within the same second.
            Files.setLastModifiedTime(desk.file("Document.tex"), FileTime.from(Desk.COMMITTED));
            Files.setLastModifiedTime(desk.file("refs.bib"), FileTime.from(Desk.COMMITTED));
            Typeset typeset = desk.build();
            assertThat(typeset.ok()).as(desk.log()).isTrue();
            assertThat(Desk.words(typeset.pdf())).contains("Text" + edit, "Title" + edit);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void editOfOneSizeAndOneTimeIsSeenByEveryEngine(Engine engine) throws Exception {
        for (int edit = 10; edit < 13; edit++) {
            desk.document("Text" + edit);
            Files.setLastModifiedTime(desk.file("Document.tex"), FileTime.from(Desk.COMMITTED));
            assertThat(Desk.words(desk.build(Desk.config("Document", engine)).pdf()))
                    .contains("Text" + edit);
        }
    }

    @Test
    void editOfOneSizeAndOneTimeIsSeenWhereLatexmkrcPutsFilesElsewhere() throws Exception {
        desk.write("latexmkrc", "$out_dir = 'out'; $pdf_mode = 5;");
        for (int edit = 10; edit < 14; edit++) {
            desk.document("Text" + edit);
            Files.setLastModifiedTime(desk.file("Document.tex"), FileTime.from(Desk.COMMITTED));
            assertThat(Desk.words(desk.build().pdf())).contains("Text" + edit);
        }
    }

    @Test
    void sameSourcesAgainAreASuccessAgain() {
        desk.document("Same.");
        assertThat(desk.build().ok()).isTrue();
        assertThat(Desk.words(desk.build().pdf())).contains("Same.");
    }

    @Test
    void sameMistakeAgainHasTheSameReasonAgain() {
        desk.document("\\input{nosuchfile}");
        String reason = desk.build().reason();
        assertThat(reason).isNotNull();
        assertThat(desk.build().reason()).isEqualTo(reason);
        assertThat(desk.build().reason()).isEqualTo(reason);
    }

    @Test
    void repairedDocumentIsMade() {
        desk.document("\\section{One}\\label{one}\\ref{one}");
        assertThat(desk.build().ok()).isTrue();
        desk.document("\\section{\\broken}\\label{one}\\ref{one}");
        assertThat(desk.build().ok()).isFalse();
        desk.document("\\section{Mended}\\label{one}\\ref{one}");
        assertThat(Desk.words(desk.build().pdf())).contains("Mended");
    }

    @Test
    void killedBuildDoesNotSpoilTheNext() {
        desk.document("\\section{One}\\newpage\\def\\x{\\x}\\x");
        Typeset stopped = desk.build(Desk.config("Document"), Duration.ofSeconds(2));
        assertThat(stopped.reason()).isEqualTo("The build took longer than 2 seconds (BUILD_TIMEOUT) and was stopped");
        assertThat(stopped.worthCleanRetry()).isFalse();
        desk.document("\\section{Two}");
        assertThat(Desk.words(desk.build().pdf())).contains("Two");
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 160, 240, 360, 480})
    void buildKilledAtAnyTimeDoesNotSpoilTheNext(int milliseconds) throws Exception {
        for (int edit = 10; edit < 12; edit++) {
            multiPass(desk, "Text" + edit);
            desk.build(Desk.config("Document"), Duration.ofMillis(milliseconds));
            Typeset typeset = desk.build();
            if (!typeset.ok()) {
                assertThat(typeset.worthCleanRetry()).isTrue();
                clean();
                typeset = desk.build();
            }
            assertThat(typeset.ok()).as(desk.log()).isTrue();
            assertThat(Desk.words(typeset.pdf())).contains("Text" + edit, "See [1] and 1");
        }
    }

    @Test
    void warmBuildNeedsOnePassOfThree() {
        multiPass(desk, "First");
        assertThat(desk.build().ok()).isTrue();
        assertThat(runs("pdfTeX")).isGreaterThanOrEqualTo(3);
        multiPass(desk, "Second");
        assertThat(Desk.words(desk.build().pdf())).contains("Second");
        assertThat(runs("pdfTeX")).isEqualTo(1);
        assertThat(runs("BibTeX")).isZero();
    }

    @Test
    void timeoutOfTheConfigurationIsNamedAsSuch() {
        desk.document("\\def\\x{\\x}\\x");
        Duration limit = Duration.ofSeconds(1);
        var config = new CiConfig(
                CiConfig.Language.LATEX, "Document", null, null, List.of(), false, Shortcut.ALL, limit, List.of());
        assertThat(desk.build(config, limit).reason())
                .isEqualTo("The build took longer than 1 second (\"timeout\" in .ci.json) and was stopped");
    }

    private static void multiPass(Desk desk, String word) {
        desk.document("\\tableofcontents\\section{One}\\label{one} " + word + ". See \\cite{k} and \\ref{one}."
                        + "\\bibliographystyle{plain}\\bibliography{refs}")
                .write("refs.bib", "@book{k, author={A}, title={T}, publisher={P}, year=1984}");
    }

    private long runs(String program) {
        return Pattern.compile("(?m)^This is " + program + ",")
                .matcher(desk.log())
                .results()
                .count();
    }

    /** As a clean checkout does. */
    private void clean() throws Exception {
        try (var files = Files.list(desk.sources)) {
            for (Path file : files.toList()) {
                if (!file.endsWith("Document.tex") && !file.endsWith("refs.bib")) {
                    Files.delete(file);
                }
            }
        }
    }
}
