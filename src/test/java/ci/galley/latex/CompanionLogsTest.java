package ci.galley.latex;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.Problem;
import ci.galley.model.Problem.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What BibTeX, biber, makeindex and latexmk say that real documents do not make them say at will. */
class CompanionLogsTest {
    private static final SourceNames NAMES = SourceNames.unknown();
    private final ProblemList problems = new ProblemList(NAMES);

    @Test
    void bibtexCannotOpenADatabase() throws Exception {
        bibtex("""
                I couldn't open database file nowhere.bib
                ---line 4 of file Document.aux
                 : \\bibdata{nowhere
                 :                 }
                I'm skipping whatever remains of this command
                I found no database files---while reading file Document.aux
                """);

        assertThat(problems.toList())
                .containsExactly(new Problem(
                        Severity.ERROR,
                        null,
                        null,
                        "I couldn't open database file nowhere.bib",
                        "\\bibdata{nowhere}",
                        1));
    }

    @Test
    void bibtexNestsCrossReferences() throws Exception {
        bibtex("""
                Warning--you've nested cross references--entry "a"
                refers to entry "b", which itself cross references
                Sorry---you've exceeded BibTeX's hash size 35307
                """);

        assertThat(problems.toList())
                .containsExactly(
                        new Problem(
                                Severity.ERROR,
                                null,
                                null,
                                "Sorry---you've exceeded BibTeX's hash size 35307",
                                null,
                                3),
                        new Problem(
                                Severity.WARNING,
                                null,
                                null,
                                "you've nested cross references: entry \"a\" refers to entry \"b\", which itself cross references",
                                null,
                                1));
    }

    @Test
    void biberNamesTheDatabaseAndNotItsCopy() throws Exception {
        biber("""
                [0] Config.pm:306> INFO - This is Biber 2.18
                [9] bibtex.pm:1518> INFO - Found BibTeX data source 'bib/one.bib'
                [9] Utils.pm:384> WARN - BibTeX subsystem: /tmp/biber_tmp_Ab/one.bib_123.utf8, line 12, warning: 1 characters of junk seen at toplevel
                [9] bibtex.pm:1518> INFO - Found BibTeX data source 'two.bib'
                [9] Utils.pm:399> ERROR - BibTeX subsystem: /tmp/biber_tmp_Ab/8f_1.utf8, line 3, syntax error: at end of input
                [9] Utils.pm:399> ERROR - Cannot find 'three.bib'!
                [9] Biber.pm:130> WARN - I didn't find a database entry for 'x' (section 2)
                """);

        assertThat(problems.toList())
                .containsExactly(
                        new Problem(Severity.ERROR, "two.bib", 3, "syntax error: at end of input", null, 5),
                        new Problem(Severity.ERROR, null, null, "Cannot find 'three.bib'", null, 6),
                        new Problem(
                                Severity.WARNING,
                                "bib/one.bib",
                                12,
                                "warning: 1 characters of junk seen at toplevel",
                                null,
                                3),
                        new Problem(Severity.WARNING, null, null, "I didn't find a database entry for 'x'", null, 7));
    }

    @Test
    void makeindexMissesItsStyle() throws Exception {
        LogLines lines = lines("This is makeindex, version 2.16.\nIndex style file nosuch.ist not found.\n");
        IndexLogParser.parse(lines, NAMES, (file, line) -> null, problems);

        assertThat(problems.toList())
                .containsExactly(
                        new Problem(Severity.ERROR, null, null, "Index style file nosuch.ist not found", null, 2));
    }

    @Test
    void latexmkDoesNotFindTheDocument() {
        LatexmkOutput.parse("Latexmk: Could not find file 'Document.tex'.\n-- Use the -f option.\n", problems);

        assertThat(problems.toList())
                .containsExactly(
                        new Problem(Severity.ERROR, null, null, "Could not find file 'Document.tex'", null, null));
    }

    @Test
    void latexmkSummaryCountsOnlyIfNoLogTellsMore() {
        String output = """
                Latexmk: Errors, so I did not complete making targets
                Collected error summary (may duplicate other messages):
                  pdflatex: Command for 'pdflatex' gave return code 127
                      Refer to 'Document.log'
                """;
        ProblemList others = new ProblemList(NAMES);
        others.error("a.tex", 1, "Too many }'s", 1);

        LatexmkOutput.parse(output, problems);
        LatexmkOutput.parse(output, others);

        assertThat(problems.toList())
                .extracting(Problem::message)
                .containsExactly("pdflatex: Command for 'pdflatex' gave return code 127");
        assertThat(others.toList()).hasSize(1);
    }

    @Test
    void everyDatabaseThatLatexmkMissesIsNamed() {
        LatexmkOutput.parse("""
                Latexmk: I WON'T RUN 'biber Document' because I don't find the following files:
                  a.bib
                  b.bib
                Latexmk: applying rule 'biber Document'...
                  c.bib
                """, problems);

        assertThat(problems.toList())
                .extracting(Problem::message)
                .containsExactly(
                        "a.bib not found, so that biber was not run", "b.bib not found, so that biber was not run");
    }

    @Test
    void driverOfXetexIsHeardInTheOutput() {
        LatexmkOutput.parse(
                "xdvipdfmx:warning: Image inclusion failed for \"x.eps\"\nxdvipdfmx:fatal: Cannot proceed\n", problems);

        assertThat(problems.toList())
                .extracting(Problem::severity, Problem::message)
                .containsExactly(
                        Tuple.tuple(Severity.ERROR, "xdvipdfmx: Cannot proceed"),
                        Tuple.tuple(Severity.WARNING, "xdvipdfmx: Image inclusion failed for \"x.eps\""));
    }

    private void bibtex(String log) throws IOException {
        BibtexLogParser.parse(lines(log), NAMES, problems);
    }

    private void biber(String log) throws IOException {
        BiberLogParser.parse(lines(log), NAMES, problems);
    }

    private static LogLines lines(String log) {
        return new LogLines(LogFile.of(log.getBytes(StandardCharsets.UTF_8)), LineWrap.none());
    }

    @Test
    void firstErrorNamesItsPlaceAsFarAsItIsKnown() {
        Problem warning = new Problem(Severity.WARNING, "a.tex", 1, "w", null, 1);

        assertThat(ProblemReader.firstError(List.of(warning))).isNull();
        assertThat(ProblemReader.firstError(List.of(new Problem(Severity.ERROR, "a.tex", 1, "e", null, 1))))
                .isEqualTo("a.tex:1: e");
        assertThat(ProblemReader.firstError(List.of(new Problem(Severity.ERROR, "a.tex", null, "e", null, 1))))
                .isEqualTo("a.tex: e");
        assertThat(ProblemReader.firstError(List.of(new Problem(Severity.ERROR, null, null, "e", null, 1))))
                .isEqualTo("e");
    }
}
