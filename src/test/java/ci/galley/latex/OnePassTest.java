package ci.galley.latex;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.CiConfig;
import ci.galley.model.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine is run alone where that is all that latexmk would do, and latexmk wherever it is not. */
class OnePassTest {
    private static final String REFERENCES = "\\bibliographystyle{plain}\\bibliography{refs}";

    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void sit() {
        desk = new Desk(folder, SandboxMode.BWRAP);
    }

    @Test
    void firstBuildIsLatexmks() {
        build("First.");
        assertThat(programs()).containsExactly("latexmk");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void editOfALineTakesOneRunOfTheEngine(Engine engine) {
        CiConfig config = Desk.config("Document", engine);
        desk.document("\\tableofcontents\\section{One}\\label{s}See \\ref{s}.");
        assertThat(desk.build(config).ok()).as(desk.log()).isTrue();
        desk.document("\\tableofcontents\\section{One}\\label{s}See \\ref{s} again.");
        Typeset typeset = desk.build(config);
        assertThat(Desk.words(typeset.pdf())).contains("Contents", "See 1 again.");
        assertThat(typeset.pages()).isEqualTo(1);
        assertThat(programs())
                .containsExactlyElementsOf(
                        engine == Engine.XELATEX ? List.of("xelatex", "xdvipdfmx") : List.of(engine.program()));
    }

    @Test
    void warningsAreThoseOfTheRun() {
        build("First.");
        Typeset typeset = build("See \\ref{nowhere}.");
        assertThat(programs()).containsExactly("pdflatex");
        assertThat(typeset.problems())
                .anySatisfy(
                        problem -> assertThat(problem.message()).contains("Reference `nowhere' on page 1 undefined"));
    }

    @Test
    void newSectionIsInTheTableOfContents() {
        build("\\tableofcontents\\section{One}");
        Typeset typeset = build("\\tableofcontents\\section{One}\\section{Two}");
        assertThat(Desk.words(typeset.pdf())).contains("1 One 1 2 Two 1");
        assertThat(programs()).containsExactly("pdflatex", "latexmk");
        build("\\tableofcontents\\section{One}\\section{Two} and text");
        assertThat(programs()).containsExactly("pdflatex");
    }

    @Test
    void movedLabelIsFoundWhereItIs() {
        build("\\section{One}\\label{a}\\section{Two}\\label{b}See \\ref{a}.");
        Typeset typeset = build("\\section{One}\\label{b}\\section{Two}\\label{a}See \\ref{a}.");
        assertThat(Desk.words(typeset.pdf())).contains("See 2.");
    }

    @Test
    void newEntryOfTheBibliographyIsCited() {
        cite("Old title", "k");
        cite("Old title, but here", "k");
        assertThat(programs()).containsExactly("latexmk");
        desk.document("Text, but another. \\cite{k}" + REFERENCES);
        assertThat(Desk.words(desk.build().pdf())).contains("Old title, but here");
        assertThat(programs()).containsExactly("pdflatex");
        desk.document("Text, but another. \\cite{k}\\cite{l}" + REFERENCES);
        assertThat(Desk.words(desk.build().pdf())).contains("[1][2]", "A second one");
        assertThat(programs()).containsExactly("pdflatex", "latexmk");
    }

    private void cite(String title, String key) {
        desk.document("Text. \\cite{" + key + "}" + REFERENCES)
                .write(
                        "refs.bib",
                        "@book{k, author={A}, title={" + title + "}, publisher={P}, year=1984}\n"
                                + "@book{l, author={B}, title={A second one}, publisher={P}, year=1985}\n");
        assertThat(Desk.words(desk.build().pdf())).contains(title);
    }

    /** A checkout brings it back before each build. */
    @Test
    void bibliographyThatIsCommittedIsMadeAllTheSame() {
        String old = "\\begin{thebibliography}{1}\\bibitem{k} Committed.\\end{thebibliography}";
        desk.write("Document.bbl", old);
        cite("Title", "k");
        desk.write("Document.bbl", old).document("Text, but another. \\cite{k}" + REFERENCES);
        assertThat(Desk.words(ok(desk.build()).pdf()))
                .contains("but another", "Title")
                .doesNotContain("Committed");
    }

    /** Lua can write latexmk's database, and so could whatever else a build runs. */
    @Test
    void databaseThatADocumentHasWrittenCostsNoFileElsewhere() throws IOException {
        cite("Title", "k");
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Path database = desk.work.resolve("latexmk/Document.fdb_latexmk");
        for (String elsewhere : List.of("../../victim", victim.toString(), "/build/../../victim", "..", "\0")) {
            String written = Files.readString(database).replace("Document.bbl", elsewhere);
            Files.writeString(database, written);
            cite("Title", "k");
            assertThat(victim).hasContent("precious");
        }
    }

    @Test
    void indexFollowsItsEntries() {
        index("Text\\index{apple}");
        index("Text, but another\\index{apple}");
        assertThat(programs()).containsExactly("pdflatex");
        Typeset typeset = index("Text\\index{apple}\\index{pear}");
        assertThat(Desk.words(typeset.pdf())).contains("apple, 1 pear, 1");
        assertThat(programs()).containsExactly("pdflatex", "latexmk");
    }

    @Test
    void indexThatIsNewIsMade() {
        build("Text.");
        assertThat(Desk.words(index("Text\\index{apple}").pdf())).contains("apple, 1");
    }

    private Typeset index(String body) {
        desk.write(
                "Document.tex",
                "\\documentclass{article}\\usepackage{makeidx}\\makeindex\n\\begin{document}\n" + body
                        + "\\printindex\n\\end{document}\n");
        return ok(desk.build());
    }

    @Test
    void fileThatTheDocumentWritesAndReadsIsReadAsItIsWritten() {
        String document = "\\newwrite\\out\\immediate\\openout\\out=note.txt \\immediate\\write\\out{%s}"
                + "\\immediate\\closeout\\out\\input{note.txt}";
        build(document.formatted("Before"));
        assertThat(Desk.words(build(document.formatted("After")).pdf())).contains("After");
        assertThat(Desk.words(build(document.formatted("Later")).pdf())).contains("Later");
    }

    @Test
    void mistakeIsAFailureThatIsWorthACleanTry() {
        build("Text.");
        desk.document("\\undefined");
        Typeset typeset = desk.build();
        assertThat(typeset.reason()).contains("Document.tex:3: Undefined control sequence");
        assertThat(typeset.worthCleanRetry()).isTrue();
        assertThat(programs()).containsExactly("pdflatex");
        build("Text again.");
        assertThat(programs()).containsExactly("latexmk");
    }

    @Test
    void documentWithoutPagesIsNoSuccess() {
        build("Text.");
        desk.document("\\ignorespaces");
        assertThat(desk.build().ok()).isFalse();
    }

    @Test
    void otherEngineIsLatexmks() {
        build("Text.");
        desk.document("Text.");
        assertThat(desk.build(Desk.config("Document", Engine.LUALATEX)).ok()).isTrue();
        assertThat(programs()).containsExactly("latexmk");
    }

    @Test
    void latexmkrcIsLatexmks() {
        desk.write("latexmkrc", "$pdf_mode = 1;");
        build("Text.");
        build("Text again.");
        assertThat(programs()).containsExactly("latexmk");
    }

    @Test
    void whatTeXRunsIsLatexmks() {
        desk.document("Text.");
        ok(desk.build(Desk.shellEscape("Document")));
        desk.document("Text again.");
        ok(desk.build(Desk.shellEscape("Document")));
        assertThat(programs()).containsExactly("latexmk");
    }

    @Test
    void usersOwnLatexmkrcMayBeAnywhereWithoutASandbox() {
        desk = new Desk(folder, SandboxMode.OFF);
        build("Text.");
        build("Text again.");
        assertThat(programs()).containsExactly("latexmk");
    }

    @Test
    void restrictedModeIsAsRestricted() {
        desk = Desk.restricted(folder);
        build("Text.");
        build("Text again.");
        assertThat(desk.log()).contains(">>> pdflatex -interaction=nonstopmode -file-line-error -no-shell-escape");
        desk.document("\\input{/etc/hostname}");
        assertThat(desk.build().ok()).isFalse();
        assertThat(desk.log()).contains("Not reading from /etc/hostname");
    }

    @Test
    void canBeSwitchedOff() {
        CiConfig config = Desk.config("Document");
        CiConfig slow =
                new CiConfig(config.language(), config.main(), null, null, List.of(), false, Set.of(), null, List.of());
        desk.document("Text.");
        ok(desk.build(slow));
        desk.document("Text again.");
        ok(desk.build(slow));
        assertThat(programs()).containsExactly("latexmk");
    }

    private Typeset build(String body) {
        desk.document(body);
        return ok(desk.build());
    }

    private Typeset ok(Typeset typeset) {
        assertThat(typeset.ok()).as(desk.log()).isTrue();
        return typeset;
    }

    private List<String> programs() {
        return desk.said
                .toString()
                .lines()
                .filter(line -> line.startsWith(">>> "))
                .map(line -> line.split(" ", 3)[1])
                .toList();
    }
}
