package ci.galley.latex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ci.galley.model.BuildException;
import ci.galley.model.BuildState;
import ci.galley.model.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that work at home work here. */
class TypesetterTest {
    private static final String BIBLIOGRAPHY =
            "@book{knuth, author={Donald Knuth}, title={The {\\TeX}book}, publisher={AW}, year=1984}\n";

    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void sit() {
        desk = new Desk(folder, SandboxMode.BWRAP);
    }

    @Test
    void plainDocumentBecomesAPdf() {
        Typeset typeset = desk.document("Hello\\newpage world").build();
        assertMade(typeset, "Hello", "world");
        assertThat(typeset.pdf()).isEqualTo(desk.file("Document.pdf"));
        assertThat(typeset.pages()).isEqualTo(2);
        assertThat(typeset.kept()).containsExactly(desk.file("Document.aux"), desk.file("Document.log"));
        assertThat(desk.said.toString())
                .isEqualTo(">>> latexmk -pdf -interaction=nonstopmode -file-line-error Document.tex\n");
    }

    @Test
    void mainMayLieInASubfolderAndIncludeChapters() {
        desk.write("thesis/Document.tex", Desk.article("\\include{chapters/one}\\include{chapters/two}"))
                .write("thesis/chapters/one.tex", "First chapter.")
                .write("thesis/chapters/two.tex", "Second chapter.");
        assertMade(desk.build(Desk.config("thesis/Document")), "First chapter.", "Second chapter.");
    }

    @Test
    void latexmkRunsInTheFolderThatTheConfigurationNames() {
        desk.write("thesis/Document.tex", Desk.article("\\input{thesis/chapter}"))
                .write("thesis/chapter.tex", "Here.");
        assertMade(desk.build(Desk.inFolder("thesis/Document", "")), "Here.");
        assertThat(desk.file("Document.pdf")).exists();
        assertThat(desk.said.toString()).contains(" thesis/Document.tex");
    }

    @Test
    void latexmkMayRunBesideTheFolderOfMain() {
        desk.write("thesis/Document.tex", Desk.article("\\input{chapter}")).write("parts/chapter.tex", "Aside.");
        assertMade(desk.build(Desk.inFolder("thesis/Document", "parts")), "Aside.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"übung 1", "sub folder/Größe 2, final", "a+b=c@d", "_under", "1.2.3"})
    void namesMayHoldSpacesAndUmlauts(String main) {
        desk.write(main + ".tex", Desk.article("\\label{x}\\ref{x}\\tableofcontents\\section{Named}"));
        Typeset typeset = desk.build(Desk.config(main));
        assertMade(typeset, "Named");
        assertMade(desk.build(Desk.config(main)), "Named");
        assertThat(typeset.kept()).hasSize(2);
    }

    @Test
    void bibliographyInAnotherFolderWorksWithBibtex() {
        desk.write("bib/refs.bib", BIBLIOGRAPHY)
                .write(
                        "text/Document.tex",
                        Desk.article("See \\cite{knuth}.\\bibliographystyle{plain}\\bibliography{../bib/refs}"));
        assertMade(desk.build(Desk.config("text/Document")), "See [1].", "Donald Knuth");
    }

    @Test
    void bibliographyInAnotherFolderWorksWithBiber() {
        desk.write("bib/refs.bib", BIBLIOGRAPHY)
                .write(
                        "text/Document.tex",
                        "\\documentclass{article}\\usepackage[backend=biber]{biblatex}\\addbibresource{../bib/refs.bib}"
                                + "\\begin{document}See \\cite{knuth}.\\printbibliography\\end{document}");
        assertMade(desk.build(Desk.config("text/Document")), "See [1].", "Donald Knuth");
    }

    @Test
    void indexIsMade() {
        desk.write(
                "Document.tex",
                "\\documentclass{article}\\usepackage{makeidx}\\makeindex\\begin{document}"
                        + "Groups\\index{group}\\index{ring}.\\printindex\\end{document}");
        assertMade(desk.build(), "Index", "group, 1", "ring, 1");
    }

    @Test
    void glossariesAreMadeByACustomDependency() {
        String latexmkrc = """
                add_cus_dep('glo', 'gls', 0, 'glossaries');
                sub glossaries { return system('makeglossaries', $_[0]); }
                push @generated_exts, 'glo', 'gls', 'glg';
                """;
        desk.write("latexmkrc", latexmkrc)
                .write(
                        "Document.tex",
                        "\\documentclass{article}\\usepackage{glossaries}\\makeglossaries"
                                + "\\newglossaryentry{ring}{name={ring},description={adds and multiplies}}"
                                + "\\begin{document}A \\gls{ring}.\\printglossaries\\end{document}");
        assertMade(desk.build(), "Glossary", "adds and multiplies");
    }

    @Test
    void mintedWorksWithShellEscape() {
        String document = """
                \\documentclass{article}\\usepackage{minted}
                \\begin{document}
                \\begin{minted}{python}
                def colour(): pass
                \\end{minted}
                \\end{document}
                """;
        desk.write("Document.tex", document);
        assertMade(desk.build(Desk.shellEscape("Document")), "def colour");
        assertThat(desk.said.toString()).contains(" -shell-escape ");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyEngineWorks(Engine engine) {
        desk.document(engineName());
        assertMade(desk.build(Desk.config("Document", engine)), "by " + engine.program());
    }

    @Test
    void enginesMayFollowEachOtherInOneCheckout() {
        desk.document("\\tableofcontents\\section{One}" + engineName());
        for (Engine engine : new Engine[] {Engine.LUALATEX, Engine.PDFLATEX, Engine.XELATEX, Engine.PDFLATEX}) {
            assertMade(desk.build(Desk.config("Document", engine)), "by " + engine.program());
        }
    }

    @Test
    void magicCommentChoosesTheEngineAndTheConfigurationOverrulesIt() {
        desk.write("Document.tex", "% a thesis\n% !TeX TS-program = XeLaTeX\n" + Desk.article(engineName()))
                .write("latexmkrc", "$pdf_mode = 4;");
        assertMade(desk.build(), "by xelatex");
        assertMade(desk.build(Desk.config("Document", Engine.PDFLATEX)), "by pdflatex");
    }

    @ParameterizedTest
    @ValueSource(strings = {"latexmkrc", ".latexmkrc"})
    void latexmkrcChoosesTheEngine(String name) {
        desk.document(engineName()).write(name, "$pdf_mode = 4;");
        assertMade(desk.build(), "by lualatex");
    }

    @Test
    void latexmkrcThatChoosesNoEngineGetsPdflatex() {
        desk.document(engineName()).write("latexmkrc", "$max_repeat = 7;");
        assertMade(desk.build(), "by pdflatex");
        assertThat(desk.said.toString()).contains("'$pdf_mode ||= 1'");
    }

    @Test
    void latexmkrcMayMakeAPdfFromDvi() {
        desk.document("Old way.").write("latexmkrc", "$pdf_mode = 3; $dvipdf = 'dvipdfmx %O -o %D %S';");
        assertMade(desk.build(), "Old way.");
        desk.document("New way.");
        assertMade(desk.build(), "New way.");
    }

    @Test
    void latexmkrcThatAsksForPreviewEnds() {
        desk.document("Seen.").write("latexmkrc", "$pdf_mode = 1; $preview_continuous_mode = 1;");
        assertMade(desk.build(), "Seen.");
    }

    @Test
    void latexmkrcMayPutItsFilesElsewhere() {
        desk.document("\\tableofcontents\\section{First}")
                .write("latexmkrc", "$pdf_mode = 5; $out_dir = 'out'; $aux_dir = 'aux'; $jobname = 'thesis';");
        Typeset typeset = desk.build();
        assertMade(typeset, "First");
        assertThat(typeset.pdf()).isEqualTo(desk.file("out/thesis.pdf"));
        assertThat(typeset.kept()).containsExactly(desk.file("aux/thesis.aux"), desk.file("aux/thesis.log"));
        assertThat(typeset.pages()).isEqualTo(1);
        desk.document("\\tableofcontents\\section{Again}");
        assertMade(desk.build(), "Again");
    }

    @Test
    void pdfThatIsCommittedWhereLatexmkrcPutsItIsNotTakenForANewOne() throws Exception {
        desk.document("Old.").write("latexmkrc", "$out_dir = 'build'; $silent = 1;");
        assertMade(desk.build(), "Old.");
        Files.delete(desk.file("build/Document.fdb_latexmk"));
        byte[] old = Files.readAllBytes(desk.file("build/Document.pdf"));
        desk.document("New.").write("build/Document.pdf", old);
        assertMade(desk.build(), "New.");
        desk.document("\\broken").write("build/Document.pdf", old);
        assertThat(desk.build().ok()).isFalse();
    }

    @Test
    void repositoryMayHoldItsOwnPdfAndAuxiliaryFiles() throws Exception {
        desk.document("\\section{Old}\\label{a}\\ref{a}");
        assertMade(desk.build(), "Old");
        Path other = folder.resolve("other");
        Desk clone = new Desk(other, SandboxMode.BWRAP);
        for (String name : new String[] {"pdf", "aux", "log", "fls", "fdb_latexmk"}) {
            clone.write("Document." + name, Files.readAllBytes(desk.file("Document." + name)));
        }
        clone.document("\\section{New}\\label{a}\\ref{a}");
        assertThat(Desk.words(clone.build().pdf())).contains("New");
    }

    @Test
    void hostileAuxiliaryFilesMayFailButNeverPass() {
        desk.document("\\ref{a}Fine.")
                .write("Document.aux", "\\relax\\newlabel{a}{{\\undefined}{1}}\\input{/etc/passwd}\n")
                .write(
                        "Document.fdb_latexmk",
                        "# Fdb version 4\n[\"pdflatex\"] 9999999999 \"Document.tex\" \"/etc/passwd\" \"x\" 9 0\n")
                .write("Document.pdf", "%PDF-1.5 not really %%EOF");
        Typeset typeset = desk.build();
        if (typeset.ok()) {
            assertThat(Desk.words(typeset.pdf())).contains("Fine.");
        }
        assertThat(desk.build(Desk.config("Document")).pdf()).isNotEqualTo(Path.of("/etc/passwd"));
    }

    @Test
    void pdfOfAnEarlierBuildIsGoneWhenThisOneFails() {
        assertMade(desk.document("Good.").build(), "Good.");
        Typeset failed = desk.document("\\undefinedcommand").build();
        assertThat(failed.ok()).isFalse();
        assertThat(failed.pdf()).isNull();
        assertThat(failed.reason()).startsWith("Document.tex:3: ").contains("Undefined control sequence");
        assertThat(failed.worthCleanRetry()).isTrue();
        assertThat(failed.kept()).contains(desk.file("Document.log"));
        assertThat(desk.file("Document.pdf")).doesNotExist();
    }

    @Test
    void firstBuildIsNotWorthACleanRetry() {
        assertThat(desk.document("\\undefinedcommand").build().worthCleanRetry())
                .isFalse();
    }

    @Test
    void documentWithoutPagesSaysSo() {
        Typeset typeset = desk.document("").build();
        assertThat(typeset.ok()).isFalse();
        assertThat(typeset.reason()).isEqualTo("No pages of output");
    }

    @Test
    void bibliographyThatFailsIsNamed() {
        Typeset typeset = desk.document("\\cite{a}\\bibliographystyle{nosuchstyle}\\bibliography{refs}")
                .write("refs.bib", BIBLIOGRAPHY)
                .build();
        assertThat(typeset.ok()).isFalse();
        assertThat(typeset.reason()).contains("nosuchstyle.bst");
    }

    @Test
    void missingEngineIsNamed() {
        desk.document("x").with(Desk.sandbox(SandboxMode.OFF, Map.of("PATH", PathWithout.program("xelatex"))));
        assertThat(desk.build(Desk.config("Document", Engine.XELATEX)).reason())
                .isEqualTo("xelatex is not installed on the server");
    }

    @Test
    void brokenLatexmkrcIsNamed() {
        Typeset typeset =
                desk.document("Fine.").write("latexmkrc", "$pdf_mode = ;").build();
        assertThat(typeset.reason()).startsWith("latexmkrc: ").contains("syntax error");
    }

    @Test
    void documentThatIsNotThereIsAnError() {
        assertError(() -> desk.tryBuild(Desk.config("Documnt"), Desk.PATIENCE))
                .hasMessageContaining("\"main\" is \"Documnt\"")
                .hasMessageContaining("Documnt.tex");
        desk.document("x");
        assertError(() -> desk.tryBuild(Desk.inFolder("Document", "nowhere"), Desk.PATIENCE))
                .hasMessageContaining("nowhere");
    }

    @Test
    void missingLatexmkIsAnErrorThatSaysWhatToInstall() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        desk.document("x").with(Desk.sandbox(SandboxMode.OFF, Map.of("PATH", empty.toString())));
        assertError(() -> desk.tryBuild(Desk.config("Document"), Desk.PATIENCE))
                .hasMessage("latexmk is not installed: apt install latexmk texlive-latex-recommended");
    }

    @Test
    void latexmkThatTheSandboxCannotSeeIsMissing() throws Exception {
        Path hidden = Files.createDirectories(folder.resolve("hidden"));
        Files.createSymbolicLink(hidden.resolve("latexmk"), Path.of("/usr/bin/latexmk"));
        Files.createSymbolicLink(hidden.resolve("bwrap"), Path.of("/usr/bin/bwrap"));
        desk.document("x").with(Desk.sandbox(SandboxMode.BWRAP, Map.of("PATH", hidden.toString())));
        assertError(() -> desk.tryBuild(Desk.config("Document"), Desk.PATIENCE))
                .hasMessageContaining("latexmk is not installed");
    }

    private static String engineName() {
        return "by \\ifx\\directlua\\undefined\\ifx\\XeTeXversion\\undefined pdf\\else xe\\fi\\else lua\\fi latex";
    }

    private void assertMade(Typeset typeset, String... words) {
        assertThat(typeset.reason()).as(desk.log()).isNull();
        assertThat(Desk.words(typeset.pdf())).contains(words);
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertError(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BuildException.class, e -> assertThat(e.state()).isEqualTo(BuildState.ERROR));
    }
}
