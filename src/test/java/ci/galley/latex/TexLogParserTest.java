package ci.galley.latex;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.Problem;
import ci.galley.model.Problem.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What real documents do not show at will; the rest is in {@link MistakesTest}. */
class TexLogParserTest {
    private static final String PDFTEX =
            "This is pdfTeX, Version 3.14 (TeX Live 2022)\n**Document.tex\n(./Document.tex\n";
    private static final String XETEX =
            "This is XeTeX, Version 3.14 (TeX Live 2022)\n**Document.tex\n(./Document.tex\n";

    @Test
    void lineOf79BytesIsJoinedWithTheNext() {
        String full = "LaTeX Warning: Reference `a-name-of-some-length-that-fills-the-line' on page 12";
        assertThat(full).hasSize(79);

        assertThat(TexLogParser.parse(PDFTEX + full + "3 undefined on input line 5.\n\n"))
                .containsExactly(warning(
                        "Document.tex",
                        5,
                        "Reference `a-name-of-some-length-that-fills-the-line' on page 123 undefined"));
    }

    @Test
    void lineThatHappensToBe79LongIsNotJoinedWithAMessage() {
        String full = "Package: something 2022/01/01 v1.0 a description that fills the line (whole) XX";
        assertThat(full).hasSize(79);

        assertThat(TexLogParser.parse(PDFTEX + full + "\n! Too many }'s.\nl.3 }\n\n"))
                .containsExactly(error("Document.tex", 3, "Too many }'s", "}", 5));
    }

    @Test
    void messageThatEndsAt79IsEndedByAnEmptyLine() {
        String full = "LaTeX Warning: A message that fills the line to its very end on input line 123.";
        assertThat(full).hasSize(79);

        assertThat(TexLogParser.parse(PDFTEX + full + "\n\n(./part.tex\n"))
                .containsExactly(warning("Document.tex", 123, "A message that fills the line to its very end"));
    }

    @Test
    void xetexCountsCharacters() {
        String full = "LaTeX Warning: Reference `größe-die-über-die-zeile-hinaus-ginge-äöü' on page 12";
        assertThat(full).hasSize(79);

        assertThat(TexLogParser.parse(XETEX + full + "3 undefined on input line 5.\n\n"))
                .containsExactly(warning(
                        "Document.tex",
                        5,
                        "Reference `größe-die-über-die-zeile-hinaus-ginge-äöü' on page 123 undefined"));
    }

    @Test
    void characterThatIsCutByALineEndIsWholeAgain() {
        String start = "LaTeX Warning: Reference `" + "x".repeat(52);
        byte[] letter = "ü".getBytes(StandardCharsets.UTF_8);
        byte[] log = concat(
                (PDFTEX + start).getBytes(StandardCharsets.UTF_8),
                new byte[] {letter[0], '\n', letter[1]},
                "ber' undefined on input line 5.\n\n".getBytes(StandardCharsets.UTF_8));

        assertThat(parse(log))
                .containsExactly(warning("Document.tex", 5, "Reference `" + "x".repeat(52) + "über' undefined"));
    }

    @Test
    void longLinesMeanThatNothingIsWrapped() {
        String full = "LaTeX Warning: A message that fills the line to its very end on input line 123.";
        String longer = "Package: something " + "x".repeat(100) + "\n";

        assertThat(TexLogParser.parse(PDFTEX + longer + longer + full + "\nmore\n"))
                .containsExactly(new Problem(
                        Severity.WARNING,
                        "Document.tex",
                        123,
                        "A message that fills the line to its very end",
                        null,
                        6));
    }

    @Test
    void latin1IsReadAsLatin1() {
        byte[] log = (PDFTEX + "! Too many }'s.\nl.3 Größe}\n\n").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(parse(log)).containsExactly(error("Document.tex", 3, "Too many }'s", "Größe}", 4));
    }

    @Test
    void halfACharacterWhereTexLeftSomethingOutIsDropped() {
        byte[] letter = "ü".getBytes(StandardCharsets.UTF_8);
        byte[] log = concat(
                (PDFTEX + "./Document.tex:3: Too many }'s.\nl.3 ...").getBytes(StandardCharsets.UTF_8),
                new byte[] {letter[1]},
                "ber die Größe}\n                      und ".getBytes(StandardCharsets.UTF_8),
                new byte[] {letter[0]},
                "...\n\n".getBytes(StandardCharsets.UTF_8));

        assertThat(parse(log)).containsExactly(error("Document.tex", 3, "Too many }'s", "...ber die Größe}und ...", 4));
    }

    @Test
    void fileIsTheOneThatIsOpen() {
        String log = PDFTEX + "(./a/one.tex (see below) :-( [1] (/usr/share/texmf/x.sty)\n"
                + "LaTeX Warning: First.\n\n) [2{/map}] (parts/two.tex\nLaTeX Warning: Second.\n\n)"
                + " (\"./with blanks.tex\"\nLaTeX Warning: Third.\n\n))\nLaTeX Warning: Fourth.\n\n";

        assertThat(TexLogParser.parse(log))
                .extracting(Problem::file)
                .containsExactly("a/one.tex", "parts/two.tex", "with blanks.tex", "Document.tex");
    }

    @Test
    void errorThatNamesItsFileSetsRightWhatTextGotWrong() {
        String log = PDFTEX + "(./one.tex (./lost.tex some words\n./one.tex:3: Too many }'s.\nl.3 }\n\n"
                + "LaTeX Warning: Something on input line 4.\n\n";

        assertThat(TexLogParser.parse(log)).extracting(Problem::file).containsExactly("one.tex", "one.tex");
    }

    @Test
    void packageOfTexLiveIsNamedWithoutItsFolder() {
        String log = PDFTEX + "/usr/share/texmf/tex/babel.sty:12: Package babel Error: Unknown\n"
                + "(babel)                language.\n\nSee the manual.\n ...\n\nl.12 \\ProcessOptions\n\n\n";

        assertThat(TexLogParser.parse(log))
                .containsExactly(error("babel.sty", 12, "babel: Unknown language", "\\ProcessOptions", 4));
    }

    @Test
    void infosAreNoProblems() {
        String log = PDFTEX + "LaTeX Font Info:    Trying something (\n(Font)              else on input line 3.\n"
                + "Package hyperref Info: Driver :-) on input line 4.\nPackage: warnings 2022 Warning: none\n"
                + "LaTeX Info: ! nothing\n";

        assertThat(TexLogParser.parse(log)).isEmpty();
    }

    @Test
    void rerunRequestCountsOnlyIfNothingElseIsWrong() {
        String rerun = "LaTeX Warning: Label(s) may have changed. Rerun to get cross-references right.\n\n";
        String undefined = "LaTeX Warning: Reference `a' on page 1 undefined on input line 3.\n\n";

        assertThat(TexLogParser.parse(PDFTEX + rerun)).hasSize(1);
        assertThat(TexLogParser.parse(PDFTEX + rerun + undefined))
                .extracting(Problem::message)
                .containsExactly("Reference `a' on page 1 undefined");
        assertThat(TexLogParser.parse(PDFTEX + rerun + "! Too many }'s.\nl.3 }\n\n"))
                .extracting(Problem::message)
                .containsExactly("Too many }'s");
    }

    @Test
    void summaryCountsOnlyWithoutWhatItSumsUp() {
        String summary = "LaTeX Warning: There were undefined references.\n\n";

        assertThat(TexLogParser.parse(PDFTEX + summary))
                .extracting(Problem::message)
                .containsExactly("There were undefined references");
    }

    @Test
    void farewellIsAnErrorOnlyIfNothingElseIs() {
        String farewell = "!  ==> Fatal error occurred, no output PDF file produced!\n";

        assertThat(TexLogParser.parse(PDFTEX + farewell))
                .extracting(Problem::message)
                .containsExactly("==> Fatal error occurred, no output PDF file produced");
        assertThat(TexLogParser.parse(PDFTEX + "! Too many }'s.\nl.3 }\n\n" + farewell))
                .hasSize(1);
    }

    @Test
    void sameProblemTwiceIsOne() {
        String twice = "LaTeX Warning: Citation `a' undefined on input line 3.\n\n";

        assertThat(TexLogParser.parse(PDFTEX + twice + twice)).hasSize(1);
    }

    @Test
    void enginesWarnInTheirOwnWays() {
        String log = PDFTEX + "pdfTeX warning: pdflatex (file ./x.pdf): PDF inclusion: version <1.7>\n"
                + "warning  (pdf backend): ignoring duplicate destination with the name 'page.1'\n";

        assertThat(TexLogParser.parse(log))
                .extracting(Problem::message)
                .containsExactly(
                        "pdflatex (file ./x.pdf): PDF inclusion: version <1.7>",
                        "ignoring duplicate destination with the name 'page.1'");
    }

    @Test
    void messagesOfSeveralLinesBecomeOneSentence() {
        String log = PDFTEX
                + "LaTeX Warning: You have requested package `a/b',\n               but the package provides `b'.\n\n"
                + "Class memoir Warning: Too\n(memoir)             many words\n(memoir)             on input line 7.\n\n";

        assertThat(TexLogParser.parse(log))
                .extracting(Problem::message, Problem::line)
                .containsExactly(
                        Tuple.tuple("You have requested package `a/b', but the package provides `b'", null),
                        Tuple.tuple("memoir: Too many words", 7));
    }

    @Test
    void stopWithoutAnyOtherErrorIsTheError() {
        String log = PDFTEX + "./Document.tex:9: Emergency stop.\n<read *> \n\nl.9 \\ask\n\n*** (cannot)\n\n"
                + "./Document.tex:9:  ==> Fatal error occurred, no output PDF file produced!\n";

        assertThat(TexLogParser.parse(log)).extracting(Problem::message).containsExactly("Emergency stop");
    }

    @Test
    void fatalErrorOfAPackageIsItsError() {
        String log = PDFTEX + "! Fatal Package fontspec Error: It requires XeTeX.\n\nl.9 \\ask\n\n\n";

        assertThat(TexLogParser.parse(log))
                .containsExactly(error("Document.tex", 9, "fontspec: It requires XeTeX", "\\ask", 4));
    }

    @Test
    void textOfABoxIsReadable() {
        String log = PDFTEX + "Overfull \\hbox (1.0pt too wide) in paragraph at lines 5--6\n"
                + "[]\\OT1/cmr/m/n/10 Of^^Lce \\T1/cmr/m/n/10 gro\u00ff ^^P x^^Q \\TU/lmr/m/n/10 ^^P\n []\n\n";

        assertThat(parse(log.getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly(new Problem(
                        Severity.BOX,
                        "Document.tex",
                        5,
                        "Overfull \\hbox (1.0pt too wide) in paragraph at lines 5--6",
                        "Office groß “ x” ^^P",
                        4));
    }

    @Test
    void undefinedNameIsTheOneBeforeTheBreakOfTheInnermostMacro() {
        String log = PDFTEX + "./Document.tex:6: Undefined control sequence.\n\\outer ...text \\inner {x}\\lost \n"
                + "                                   \\other \nl.6 \\outer\n          \\more\nHelp.\n\n";

        assertThat(TexLogParser.parse(log))
                .containsExactly(error("Document.tex", 6, "Undefined control sequence \\lost", "\\outer\\more", 4));
    }

    private static List<Problem> parse(byte[] log) {
        SourceNames names = SourceNames.unknown();
        ProblemList problems = new ProblemList(names);
        try {
            TexLogParser.parse(LogFile.of(log), names, problems);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return problems.toList();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static Problem warning(String file, int line, String message) {
        return new Problem(Severity.WARNING, file, line, message, null, 4);
    }

    private static Problem error(String file, int line, String message, @Nullable String context, int logLine) {
        return new Problem(Severity.ERROR, file, line, message, context, logLine);
    }
}
