package ci.galley.latex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ci.galley.model.Problem;
import ci.galley.model.Problem.Severity;
import ci.galley.model.ProblemCounts;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that a document made to do harm, or that something cut short. */
class HostileLogsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final List<String> STARTS =
            List.of("", "! ", "LaTeX Warning: ", "Overfull \\hbox (", "(", "l.1 ", "<argument> ", "./a.tex:1: ");
    private static final String HEADER =
            "This is pdfTeX, Version 3.14 (TeX Live 2022)\n**Document.tex\n(./Document.tex\n";

    @TempDir
    Path folder;

    @Test
    void thirtyMegabytesOfGarbageAreReadToTheirEnds() throws Exception {
        Random random = new Random(1);
        byte[] garbage = new byte[30 << 20];
        random.nextBytes(garbage);
        try (OutputStream log = log()) {
            log.write((HEADER + "./Document.tex:3: Undefined control sequence.\nl.3 \\first\n\n")
                    .getBytes(StandardCharsets.UTF_8));
            log.write(garbage);
            log.write(
                    "\n./Document.tex:9: Emergency stop.\nl.9 \\last\n\n*** (end)\n".getBytes(StandardCharsets.UTF_8));
        }

        List<Problem> problems = read();

        assertThat(problems)
                .contains(new Problem(
                        Severity.ERROR, "Document.tex", 3, "Undefined control sequence \\first", "\\first", 4));
        assertThat(problems).extracting(Problem::message).allMatch(message -> message.length() <= 500);
    }

    @Test
    void theEndOfALongLogIsReadWithoutLineNumbers() throws Exception {
        try (OutputStream log = log()) {
            log.write(HEADER.getBytes(StandardCharsets.UTF_8));
            byte[] chatter = "(./lost.tex some words\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 1000; i++) {
                log.write(chatter);
            }
            log.write("! Too many }'s.\nl.7 }\n\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read()).containsExactly(new Problem(Severity.ERROR, null, null, "Too many }'s", "}", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "(",
                ")",
                "()",
                "(./",
                "(./a.tex ",
                ")(",
                "\"",
                "(\"",
                "\\",
                "\\a/",
                "\\a/b/c/d/1 ",
                "[]",
                "! ",
                ":1: ",
                "./a.tex:1: ",
                "l.1 ",
                "...",
                "->",
                "\\a->",
                " ",
                "(a) ",
                "(a)  ",
                "\u0000",
                "ü",
                "漢",
                "---line 1 of file ",
                "Overfull \\hbox (",
                "Missing character: There is no ",
                "No file a.",
                " on input line 1",
                "in font :",
                "!:",
                "<a",
                "LaTeX Warning: ",
                "Package a Warning: ",
                "--entry \"",
                "[1] a:1> ERROR - ",
                "BibTeX subsystem: a, line 1"
            })
    void longLinesAreReadInNoTime(String piece) throws Exception {
        try (OutputStream log = log()) {
            log.write(HEADER.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 100; i++) {
                String start = STARTS.get(i % STARTS.size());
                log.write((start + piece.repeat(9_900 / piece.length()) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            log.write(piece.repeat((10 << 20) / piece.length()).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read()).hasSizeLessThanOrEqualTo(1003);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "! Undefined control sequence.",
                "./Document.tex:1: x",
                "LaTeX Warning: x",
                "(./a.tex",
                ")))",
                "(((",
                "Overfull \\hbox (1pt too wide) in paragraph at lines 1--2",
                "Missing character: There is no x in font y!",
                "Runaway argument?",
                "l.1 \\x",
                "<argument> \\x",
                "                     x",
                "Package a Warning: (b",
                "(a)      more",
                "No file Document.bbl.",
                "No file x.tex.",
                "\\x ->\\y",
                "! Emergency stop.",
                "Warning--x",
                "x---line 1 of file y.bib",
                " : x",
                "[1] a.pm:1> ERROR - x",
                "!! x (file = Document.idx, line = 1):",
                "## Warning (input = Document.idx, line = 1; output = x, line = 1):",
                "   -- x",
                "\u0000\u0001\u0002",
                "1234567890123456789012345678901234567890123456789012345678901234567890123456789"
            })
    void manyLinesOfAKindAreReadInNoTime(String line) throws Exception {
        for (String name : List.of("Document.log", "Document.blg", "Document.ilg", "Document.idx")) {
            try (OutputStream log = new BufferedOutputStream(Files.newOutputStream(folder.resolve(name)))) {
                String start = name.endsWith(".log") ? HEADER + "No file Document.bbl.\nNo file Document.ind.\n" : "";
                log.write(start.getBytes(StandardCharsets.UTF_8));
                byte[] some = (line + "\n").repeat(1000).getBytes(StandardCharsets.UTF_8);
                for (int written = 0; written < (1 << 20); written += some.length) {
                    log.write(some);
                }
            }
        }

        assertThat(read()).hasSizeLessThanOrEqualTo(1003);
    }

    @Test
    void moreThanAPersonReadsIsCountedAndNothingPushesOutTheErrors() throws Exception {
        try (OutputStream log = log()) {
            log.write(HEADER.getBytes(StandardCharsets.UTF_8));
            for (int i = 1; i <= 5000; i++) {
                String box =
                        "Overfull \\hbox (" + i + "pt too wide) in paragraph at lines " + i + "--" + i + "\n []\n\n";
                String warning =
                        "LaTeX Warning: Reference `r" + i + "' on page 1 undefined on input line " + i + ".\n\n";
                log.write((box + warning).getBytes(StandardCharsets.UTF_8));
            }
            log.write("! Too many }'s.\nl.7 }\n\n".getBytes(StandardCharsets.UTF_8));
        }

        List<Problem> problems = read();

        assertThat(ProblemCounts.of(problems)).isEqualTo(new ProblemCounts(1, 501, 201));
        assertThat(problems.get(0).message()).isEqualTo("Too many }'s");
        assertThat(problems.get(501).message()).isEqualTo("4500 more like these are in the log");
        assertThat(problems.get(702).message()).isEqualTo("4800 more like these are in the log");
    }

    @Test
    void controlCharactersNeverReachAMessage() throws Exception {
        try (OutputStream log = log()) {
            log.write((HEADER + "! A \u001B[31mred\u001B[0m\u0000 error\r\nl.1 \\a\u0007b\r\n     \u0000c\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read())
                .containsExactly(new Problem(Severity.ERROR, "Document.tex", 1, "A [31mred [0m error", "\\a b c", 4));
    }

    @Test
    void anEmptyLogHoldsNoProblem() throws Exception {
        log().close();

        assertThat(read()).isEmpty();
    }

    @Test
    void aLogThatIsCutAnywhereTellsWhatItHolds() {
        String log = HEADER
                + "./Document.tex:3: Undefined control sequence.\nl.3 A \\foo\n           b\nThe control\n\n"
                + "LaTeX Font Warning: Font shape `a' undefined\n(Font)              using `b' instead on input line 4.\n\n"
                + "Overfull \\hbox (1pt too wide) in paragraph at lines 5--6\n\\OT1/cmr/m/n/10 words\n []\n\n";
        for (int length = 0; length <= log.length(); length++) {
            List<Problem> problems = TexLogParser.parse(log.substring(0, length));
            assertThat(problems).hasSizeLessThanOrEqualTo(3);
        }
        assertThat(TexLogParser.parse(log)).hasSize(3);
    }

    private OutputStream log() throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(folder.resolve("Document.log")));
    }

    private List<Problem> read() {
        return assertTimeoutPreemptively(LIMIT, () -> new ProblemReader(folder, folder, folder).read("Document", ""));
    }
}
