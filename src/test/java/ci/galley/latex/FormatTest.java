package ci.galley.latex;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.CiConfig;
import ci.galley.model.Problem;
import ci.galley.model.Shortcut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A format made of the preamble takes its place, and nobody can tell; where somebody could, there is none. */
class FormatTest {
    private static final CiConfig USUAL = Desk.config("Document");
    private static final CiConfig WITHOUT = Desk.without(Shortcut.FORMAT);
    private static final String BODY =
            "\\tableofcontents\\section{One}\\label{one}See section \\ref{one} on page~\\pageref{one}.";

    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void sit() {
        desk = new Desk(folder.resolve("with"), SandboxMode.BWRAP);
    }

    private static String document(String preamble, String body) {
        return preamble + "\n\\begin{document}\n" + body + "\n\\end{document}\n";
    }

    /** Builds a document twice, as its author edits it, and looks at it in between. */
    private static Typeset edited(Desk desk, CiConfig config, String preamble, String body) {
        desk.write("Document.tex", document(preamble, body));
        ok(desk, desk.build(config));
        desk.study(config);
        desk.write("Document.tex", document(preamble, body + " And more."));
        return ok(desk, desk.build(config));
    }

    private static Typeset ok(Desk desk, Typeset typeset) {
        assertThat(typeset.ok()).as(typeset.reason() + "\n" + desk.log()).isTrue();
        return typeset;
    }

    private boolean usesFormat() {
        return desk.said.toString().contains("-fmt=Document");
    }

    /** Both builds have made the same: PDF, auxiliary files, problems. */
    private void assertSameAsWithout(Typeset with, String preamble, String body) throws IOException {
        Desk other = new Desk(folder.resolve("without"), SandboxMode.BWRAP);
        try (var files = Files.list(desk.sources)) {
            for (Path file : files.filter(name ->
                            name.toString().matches(".*\\.(sty|cls|bib|pdf|cfg)") && !name.endsWith("Document.pdf"))
                    .toList()) {
                other.write(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        Typeset without = edited(other, WITHOUT, preamble, body);
        assertThat(other.said.toString()).doesNotContain("-fmt");
        assertThat(Objects.requireNonNull(with.pdf())).hasSameBinaryContentAs(Objects.requireNonNull(without.pdf()));
        for (String extension : List.of(".aux", ".toc", ".out", ".idx", ".bcf")) {
            Path made = other.file("Document" + extension);
            if (Files.exists(made)) {
                assertThat(desk.file("Document" + extension)).hasSameBinaryContentAs(made);
            }
        }
        assertThat(with.problems().stream().map(FormatTest::withoutPlace))
                .isEqualTo(without.problems().stream()
                        .map(FormatTest::withoutPlace)
                        .toList());
        assertThat(with.pages()).isEqualTo(without.pages());
    }

    private static String withoutPlace(Problem problem) {
        return problem.severity() + " " + problem.file() + ":" + problem.line() + " " + problem.message();
    }

    static List<String> preambles() {
        return List.of(
                "\\documentclass{article}",
                "% A remark with { and }\n\\RequirePackage{fix-cm}\n\\documentclass[a4paper]{report}\n\\let\\section\\chapter",
                "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{lmodern,microtype,amsmath,amsthm}\n"
                        + "\\usepackage{graphicx,booktabs,geometry,fancyhdr}\\usepackage[colorlinks]{hyperref}\n\\usepackage{cleveref}",
                "\\documentclass{scrartcl}\\usepackage{tikz}\\usetikzlibrary{calc}\\color{blue}",
                "\\documentclass{memoir}\\usepackage{makeidx}\\makeindex",
                "\\documentclass{article}\\usepackage{imakeidx}\\makeindex",
                "\\documentclass{article}\\input{glyphtounicode}\\pdfgentounicode=1",
                "\\documentclass{beamer}\\usetheme{Madrid}\\title{T}",
                "\\documentclass{article}\\usepackage{ours}\\newcommand\\theday{\\today}",
                "\\documentclass{article}\\usepackage{listings}\\usepackage[utf8]{inputenc}\\lstset{language=Java}");
    }

    @ParameterizedTest
    @MethodSource("preambles")
    void runWithAFormatMakesTheSame(String preamble) throws IOException {
        desk.write("ours.sty", "\\ProvidesPackage{ours}\\newcommand\\ours{Ours}");
        String body =
                preamble.contains("beamer") ? "\\begin{frame}{F}Words\\end{frame}" : BODY + " \\today, \\number\\time.";
        Typeset with = edited(desk, USUAL, preamble, body);
        assertThat(usesFormat()).as(desk.log()).isTrue();
        assertSameAsWithout(with, preamble, body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\documentclass{article}\\edef\\kept{\\today}\\AtBeginDocument{\\kept}",
                "\\documentclass{article}\\newwrite\\w\\immediate\\openout\\w=kept.txt\\immediate\\write\\w{x}\\immediate\\closeout\\w",
                "\\documentclass{article}\\pdfinfo{/Title (T)}",
                "\\documentclass{article}\\usepackage{cmap}\\usepackage[T1]{fontenc}",
                "\\documentclass{article}\\iftrue\n\\def\\x{}\n\\iftrue",
                "\\documentclass{article}\\usepackage{datetime2}\\DTMsavenow{now}",
                "\\documentclass{article}\\newread\\r\\openin\\r=Document.tex",
                "\\documentclass{article}\\IfFileExists{Document.toc}{\\def\\toc{T}}{}\\InputIfFileExists{Document.aux}{}{}",
            })
    void preambleThatAFormatCannotKeepIsReadEachTime(String preamble) throws IOException {
        String body = "Words." + (preamble.contains("iftrue") ? "\\fi\\fi" : "");
        Typeset with = edited(desk, USUAL, preamble, body);
        assertThat(usesFormat()).as(desk.log()).isFalse();
        assertThat(desk.file("Document.fls")).content().contains("/formats/pdflatex.fmt");
        assertSameAsWithout(with, preamble, body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\documentclass{article} \\begin{document}", "\\documentclass{article}\n% \\begin{document}"})
    void preambleWhoseEndIsNotPlainToSeeIsReadEachTime(String beginning) {
        for (String words : List.of("Once.", "Twice.")) {
            String begin = beginning.endsWith("% \\begin{document}") ? "\n\\begin{document}" : "";
            desk.write("Document.tex", beginning + begin + words + "\\end{document}\n");
            ok(desk, desk.build());
            desk.study(USUAL);
        }
        assertThat(usesFormat()).isFalse();
    }

    @Test
    void changeOfThePreambleCounts() {
        Typeset first = edited(desk, USUAL, "\\documentclass{article}\\newcommand\\x{Old}", "\\x");
        assertThat(usesFormat()).isTrue();
        assertThat(Desk.words(first.pdf())).contains("Old");
        desk.write("Document.tex", document("\\documentclass{article}\\newcommand\\x{New}", "\\x"));
        assertThat(Desk.words(ok(desk, desk.build()).pdf())).contains("New");
        assertThat(usesFormat()).isFalse();
        desk.study(USUAL);
        desk.write("Document.tex", document("\\documentclass{article}\\newcommand\\x{New}", "\\x{} and more"));
        assertThat(Desk.words(ok(desk, desk.build()).pdf())).contains("New and more");
        assertThat(usesFormat()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ours.sty", "sought.cfg", "SOUGHT.cfg", "size10.clo"})
    void fileThatThePreambleReadsOrWouldReadCounts(String file) {
        desk.write("ours.sty", "\\newcommand\\x{Old}\\InputIfFileExists{sought.cfg}{}{}");
        edited(desk, USUAL, "\\documentclass{article}\\usepackage{ours}", "\\x");
        assertThat(usesFormat()).isTrue();
        String content = "\\newcommand\\y{}\\AtBeginDocument{Found.}";
        desk.write(file, file.equals("size10.clo") ? content + "\\input{size11.clo}" : content);
        if (file.equals("ours.sty")) {
            desk.write(file, "\\newcommand\\x{New}\\AtBeginDocument{Found.}");
        }
        Typeset typeset = ok(desk, desk.build());
        assertThat(usesFormat()).isFalse();
        assertThat(Desk.words(typeset.pdf())).contains("Found.");
    }

    @Test
    void linkMayLeadAnywhere() throws IOException {
        desk.write("real.sty", "\\newcommand\\x{Old}");
        Files.createSymbolicLink(desk.file("ours.sty"), Path.of("real.sty"));
        edited(desk, USUAL, "\\documentclass{article}\\usepackage{ours}", "\\x");
        assertThat(usesFormat()).isFalse();
    }

    @Test
    void warningsOfThePreambleAreThereStill() {
        desk.write("ours.sty", "\\ProvidesPackage{ours}\\PackageWarning{ours}{Take care}");
        Typeset typeset = edited(desk, USUAL, "\\documentclass{article}\n\\usepackage{ours}", BODY);
        assertThat(usesFormat()).isTrue();
        assertThat(typeset.problems()).anySatisfy(problem -> {
            assertThat(problem.message()).contains("Take care");
            assertThat(problem.file()).isEqualTo("ours.sty");
        });
    }

    @Test
    void mistakeIsThatOfARunWithout() {
        edited(desk, USUAL, "\\documentclass{article}\n\\usepackage{amsmath}", BODY);
        desk.write("Document.tex", document("\\documentclass{article}\n\\usepackage{amsmath}", "One\n\n\\wrong"));
        Typeset typeset = desk.build();
        assertThat(typeset.reason()).contains("Document.tex:6: Undefined control sequence");
        assertThat(desk.said.toString()).contains("That was with a format made of the preamble; once more without");
    }

    @Test
    void switchedOffThereIsNone() {
        edited(desk, WITHOUT, "\\documentclass{article}", BODY);
        assertThat(usesFormat()).isFalse();
        assertThat(desk.work.resolve("formats")).doesNotExist();
    }

    @Test
    void damagedFormatIsNotUsed() throws IOException {
        edited(desk, USUAL, "\\documentclass{article}", BODY);
        Path format = desk.work.resolve("formats").resolve("Document.fmt");
        Files.write(format, new byte[] {1, 2, 3});
        desk.write("Document.tex", document("\\documentclass{article}", BODY + " Again."));
        assertThat(Desk.words(ok(desk, desk.build()).pdf())).contains("Again.");
        assertThat(format).doesNotExist();
    }
}
