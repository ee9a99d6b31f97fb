package ci.galley.latex;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever becomes of a log, reading it ends soon and well. */
class MutatedLogsTest {
    private static final int ROUNDS = 3000;
    private static final String LOG = """
            This is pdfTeX, Version 3.141592653-2.6-1.40.24 (TeX Live 2022/Debian) (preloaded format=pdflatex 2026.1.1)
            entering extended mode
            **Document.tex
            (./Document.tex
            LaTeX2e <2022-11-01> patch level 1
            (/usr/share/texlive/texmf-dist/tex/latex/base/article.cls
            Document Class: article 2022/07/02 v1.4n Standard LaTeX document class
            )
            (./Document.aux

            LaTeX Warning: Label `same' multiply defined.

            ) (./part one (a).tex
            ./part one (a).tex:4: Undefined control sequence.
            \\greeting #1->Hello \\nosuchname
                                            {#1}
            l.4 ...größe ü \\textbf{Bold \\greeting{x}
                                                text}
            The control sequence at the end of the top line
            of your error message was never \\def'ed.

            LaTeX Warning: Reference `die-äußerst-lange-übermäßige-größe-der-straße
            nübergänge-über-flüsse-und-bäche-in-österreich' on page 1 undefined on in
            put line 5.

            Package hyperref Warning: Token not allowed in a PDF string (Unicode):
            (hyperref)                removing `math shift' on input line 6.

            Overfull \\hbox (76.38866pt too wide) in paragraph at lines 7--8
            []\\OT1/cmr/m/n/10 A line with Donau-dampf-schiff-fahrt-se-lek-triz-itaeten-haupt-
            be-trieb-swerk-bau
             []

            Runaway argument?
            {never closed (at all \\par
            ! File ended while scanning use of \\textbf .
            <inserted text>
                            \\par
            <*> Document.tex

            ! LaTeX Error: File `nowhere.tex' not found.

            Type X to quit or <RETURN> to proceed,

            Enter file name:
            ./Document.tex:3: Emergency stop.
            <read *>

            l.3 \\input{nowhere}
                                ^^M
            *** (cannot \\read from terminal in nonstop modes)

            Missing character: There is no α (U+03B1) in font [lmroman10-regular]:mapping=tex-text;!
            No file Document.bbl.
            (\\end occurred inside a group at level 1)

            ### simple group (level 1) entered at line 4 ({)
            pdfTeX warning (ext4): destination with the same identifier (name{page.1}) has been
            l.6 \\end{document}
            Here is how much of TeX's memory you used:
            """;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void noMutationOfALogThrows() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] log = LOG.getBytes(StandardCharsets.UTF_8);
            for (int count = random.nextInt(6); count >= 0; count--) {
                log = mutated(log);
            }
            for (Problem problem : parse(log)) {
                assertThat(problem.message())
                        .as("seed %d, round %d", seed, round)
                        .isNotBlank()
                        .hasSizeLessThan(501);
                assertThat(problem.message()).doesNotContain("\n").doesNotContain("\u0000");
                assertThat(problem.logLine()).isNotNull();
            }
        }
    }

    @Test
    void twiceAsMuchTakesNotMuchMoreThanTwiceAsLong() throws Exception {
        for (int round = 0; round < 20; round++) {
            byte[] log = LOG.getBytes(StandardCharsets.UTF_8);
            for (int count = 0; count < 5; count++) {
                log = mutated(log);
            }
            time(repeated(log, 100)); // warm
            long once = time(repeated(log, 200));
            long fourfold = time(repeated(log, 800));
            long allowed = 10 * once + Duration.ofMillis(300).toNanos(); // others use this machine, too
            assertThat(fourfold).as("seed %d, round %d", seed, round).isLessThan(allowed);
        }
    }

    private static long time(byte[] log) throws IOException {
        long start = System.nanoTime();
        parse(log);
        return System.nanoTime() - start;
    }

    private static List<Problem> parse(byte[] log) throws IOException {
        SourceNames names = SourceNames.unknown();
        ProblemList problems = new ProblemList(names);
        TexLogParser.parse(LogFile.of(log), names, problems);
        BibtexLogParser.parse(new LogLines(LogFile.of(log), LineWrap.none()), names, problems);
        BiberLogParser.parse(new LogLines(LogFile.of(log), LineWrap.none()), names, problems);
        return problems.toList();
    }

    private static byte[] repeated(byte[] log, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(log.length * times);
        for (int i = 0; i < times; i++) {
            all.writeBytes(log);
        }
        return all.toByteArray();
    }

    /** One byte changed, a piece dropped, a piece doubled, a line moved, or a piece that means something put in. */
    private byte[] mutated(byte[] log) {
        if (log.length == 0) {
            return log;
        }
        int from = random.nextInt(log.length);
        int to = Math.min(log.length, from + random.nextInt(200));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(log, 0, from);
        switch (random.nextInt(5)) {
            case 0 -> {
                out.write(random.nextInt(256));
                to = from + 1;
            }
            case 1 -> {} // dropped
            case 2 -> {
                out.write(log, from, to - from);
                to = from;
            }
            case 3 -> {
                out.writeBytes(somewhere(log));
                to = from;
            }
            default -> {
                List<String> pieces = new ArrayList<>(List.of(
                        "(", ")", "\n", "! ", "l.3 ", "(./x.tex", "\\", "...", "->", "\u0000", ":12: ", "<*> ", "\r"));
                out.writeBytes(pieces.get(random.nextInt(pieces.size()))
                        .repeat(1 + random.nextInt(50))
                        .getBytes(StandardCharsets.UTF_8));
                to = from;
            }
        }
        out.write(log, to, log.length - to);
        return out.toByteArray();
    }

    private byte[] somewhere(byte[] log) {
        String[] lines = new String(log, StandardCharsets.ISO_8859_1).split("\n", -1);
        return ("\n" + lines[random.nextInt(lines.length)] + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
