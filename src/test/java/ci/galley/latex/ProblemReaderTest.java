package ci.galley.latex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ci.galley.model.Problem;
import ci.galley.model.Problem.Severity;
import ci.galley.support.process.Command;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProblemReaderTest {
    private static final String HEADER =
            "This is pdfTeX, Version 3.14 (TeX Live 2022)\n**Document.tex\n(./Document.tex\n";
    private static final String ERROR = HEADER + "! Too many }'s.\nl.3 }\n\n";

    @TempDir
    Path scratch;

    private Path sources;

    @BeforeEach
    void makeSources() throws IOException {
        sources = Files.createDirectories(scratch.resolve("sources"));
    }

    @Test
    void folderWithoutLogsHoldsNoProblem() {
        assertThat(read("")).isEmpty();
        assertThat(new ProblemReader(sources, sources.resolve("gone"), sources).read("Document", ""))
                .isEmpty();
    }

    @Test
    void linkIsNotFollowed() throws Exception {
        Path secret = Files.writeString(scratch.resolve("secret"), ERROR);
        Files.createSymbolicLink(sources.resolve("Document.log"), secret);

        assertThat(read("")).isEmpty();
    }

    @Test
    void folderOutsideOfTheSourcesIsNotRead() throws Exception {
        Path outside = Files.createDirectories(scratch.resolve("outside"));
        Files.writeString(outside.resolve("Document.log"), ERROR);
        Files.createSymbolicLink(sources.resolve("thesis"), outside);

        assertThat(new ProblemReader(sources, sources.resolve("thesis"), sources).read("Document", ""))
                .isEmpty();
        assertThat(read("Latexmk: Getting log file '../outside/Document.log'\n"))
                .isEmpty();
        assertThat(read("Latexmk: Getting log file '" + outside + "/Document.log'\n"))
                .isEmpty();
        assertThat(read("Latexmk: Getting log file 'thesis/Document.log'\n")).isEmpty();
        assertThat(read("Latexmk: Getting log file '\0'\n")).isEmpty();
    }

    @Test
    void companionsOutsideOfTheSourcesAreNotRead() throws Exception {
        Files.writeString(scratch.resolve("x.blg"), "Warning--secret\n");
        Files.writeString(
                sources.resolve("Document.log"), HEADER + "(../x.bbl) (" + scratch + "/x.bbl)\nNo file ../x.bbl.\n");

        assertThat(read("")).isEmpty();
    }

    @Test
    void pipeDoesNotBlock() throws Exception {
        try (Processes processes = new Processes()) {
            Command mkfifo =
                    Command.of("mkfifo", sources.resolve("Document.log").toString());
            assertThat(processes
                            .capture(mkfifo, Deadline.in(Duration.ofSeconds(10)))
                            .ok())
                    .as("mkfifo (coreutils)")
                    .isTrue();
        }

        List<Problem> problems = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> read(""));

        assertThat(problems).isEmpty();
    }

    @Test
    void logInAnotherFolderIsFoundWhereLatexmkSaysItIs() throws Exception {
        Files.createDirectories(sources.resolve("build"));
        Files.writeString(sources.resolve("build/Document.log"), HEADER + "No file Document.bbl.\n");
        Files.writeString(sources.resolve("build/Document.blg"), "Warning--empty title in a\n");

        assertThat(read("Latexmk: Getting log file 'build/Document.log'\n"))
                .containsExactly(new Problem(Severity.WARNING, null, null, "empty title in a", null, 1));
    }

    @Test
    void bibliographyThatTheDocumentHasNoMoreIsNotHeldAgainstIt() throws Exception {
        Files.writeString(sources.resolve("Document.log"), HEADER);
        Files.writeString(sources.resolve("Document.blg"), "Warning--empty title in a\n");

        assertThat(read("")).isEmpty();
    }

    @Test
    void everyBibliographyAndIndexIsRead() throws Exception {
        Files.createDirectories(sources.resolve("chapters"));
        Files.writeString(
                sources.resolve("Document.log"),
                HEADER + "(./chapters/one.bbl) (./names.ind [1]) (./Document.gls)\nNo file Document.bbl.\n)\n");
        Files.writeString(sources.resolve("chapters/one.blg"), "Warning--empty title in a\n");
        Files.writeString(sources.resolve("Document.blg"), "[0] Config.pm:306> INFO - Biber\n[1] a.pm:1> WARN - b\n");
        Files.writeString(sources.resolve("names.ilg"), "Index style file c not found.\n");
        Files.writeString(sources.resolve("Document.glg"), "Index style file d not found.\n");

        assertThat(read(""))
                .extracting(Problem::message)
                .containsExactlyInAnyOrder(
                        "empty title in a", "b", "Index style file c not found", "Index style file d not found");
    }

    @Test
    void pathsOfTheCheckoutAreNotShown() throws Exception {
        Path folder = Files.createDirectories(sources.resolve("thesis"));
        String log = HEADER
                + "/build/thesis/chapters/one.tex:3: Too many }'s.\nl.3 }\n\n"
                + "/build/styles/my.sty:4: Too many }'s.\nl.4 }\n\n"
                + sources + "/thesis/two.tex:5: File `/build/thesis/x.png' is broken.\nl.5 \\x{/build/thesis/x.png}\n\n"
                + "/usr/share/texmf/other.sty:6: Too many }'s.\nl.6 }\n\n";
        Files.writeString(folder.resolve("Document.log"), log.replaceAll("(?m)^This.*$", "This is pdfTeX"));

        List<Problem> problems = new ProblemReader(sources, folder, Path.of("/build")).read("Document", "");

        assertThat(problems)
                .extracting(Problem::file)
                .containsExactly("chapters/one.tex", "../styles/my.sty", "two.tex", "other.sty");
        assertThat(problems.get(2).message()).isEqualTo("File `thesis/x.png' is broken");
        assertThat(problems.get(2).context()).isEqualTo("\\x{thesis/x.png}");
    }

    private List<Problem> read(String output) {
        return new ProblemReader(sources, sources, sources).read("Document", output);
    }
}
