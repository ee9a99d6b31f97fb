package ci.galley.latex;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.CiConfig;
import ci.galley.model.Engine;
import ci.galley.support.process.Deadline;
import ci.galley.support.process.Processes;
import ci.galley.support.process.Transcript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypesettingPartsTest {
    @TempDir
    Path folder;

    @Test
    void ruleDatabaseTellsWhereThePdfIs() throws IOException {
        RuleDatabase database = RuleDatabase.read(write("""
                # Fdb version 4
                ["bibtex aux/thesis"] 1795346686 "aux/thesis.aux" "aux/thesis.bbl" "aux/thesis" 1795346686 0
                  "./refs.bib" 1795346680 49 bd5d4233f4ce7cb1e5b6eb54b5acddb4 ""
                ["xdvipdfmx"] 1795346686 "aux/thesis.xdv" "out/thesis.pdf" "out/thesis" 1795346686 0
                ["xelatex"] 1795346686 "D.tex" "aux/thesis.xdv" "thesis" 1795346686 0
                """));
        assertThat(database.pdf()).contains("out/thesis.pdf");
        assertThat(database.isOf("D.tex")).isTrue();
        assertThat(database.isOf("thesis.xdv")).isFalse();
        assertThat(RuleDatabase.read(folder.resolve("none")).pdf()).isEmpty();
    }

    @Test
    void timesOfOwnSourcesAreForgottenAndNothingElse() {
        String own = "  \"./a \u00fc.bib\" 1795346680 49 bd5d ";
        String system = "  \"/usr/share/article.cls\" 1292289607 20613 bd3f \"\"\n  \"D.bbl\"\n";
        String rule = "[\"pdflatex\"] 1795345600 \"D.tex\" \"D.pdf\" \"D\" 1795345601 0\n";
        byte[] without = RuleDatabase.withoutTimes((rule + own + "\n" + system).getBytes(StandardCharsets.UTF_8));
        assertThat(new String(without, StandardCharsets.UTF_8))
                .isEqualTo(rule + own.replace("1795346680", "0") + "\n" + system);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Output written on Document.pdf (12 pages, 48213 bytes).|12",
                "Output written on Document.xdv (1 page, 5 bytes).|1",
                "Output written on a rather long name (1~4 pages, 5 bytes).|14",
                "No pages of output.|",
                "|"
            })
    void pagesAreCountedWhereverTheLineIsWrapped(@Nullable String log, @Nullable Integer pages) throws IOException {
        Path file = write(log == null ? "" : log.replace("~", "\n"));
        assertThat(new TexLog(file).pages()).isEqualTo(pages);
    }

    @Test
    void longLogIsCutAndSaysSo() throws IOException {
        Path file = write("x".repeat(5 << 20));
        new TexLog(file).cut();
        assertThat(Files.size(file)).isLessThan((4 << 20) + 100);
        assertThat(Files.readString(file)).endsWith("[cut here by Galley: a log is kept up to 4 MiB]\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'%PDF-1.5 x %%EOF\n', true",
        "'junk first %PDF-1.5 x %%EOF\n\n\n', true",
        "'%PDF-1.5 x', false",
        "'<html>%%EOF', false",
        "'', false"
    })
    void wholePdfHasBothEnds(String content, boolean whole) throws IOException {
        assertThat(PdfFile.isWhole(write(content))).isEqualTo(whole);
    }

    @Test
    void linkAndFolderAreNoPdf() throws IOException {
        Path pdf = write("%PDF-1.5 %%EOF");
        assertThat(PdfFile.isWhole(Files.createSymbolicLink(folder.resolve("link"), pdf)))
                .isFalse();
        assertThat(PdfFile.isWhole(folder)).isFalse();
        assertThat(PdfFile.isWhole(folder.resolve("none"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"PT10M,10 minutes", "PT1M,1 minute", "PT90S,90 seconds", "PT1S,1 second", "PT0.2S,200 ms"})
    void timeLimitIsSaidInWords(Duration limit, String words) {
        assertThat(TimeLimit.of(Desk.config("D"), Deadline.in(limit)).exceeded())
                .isEqualTo("The build took longer than " + words + " (BUILD_TIMEOUT) and was stopped");
    }

    @ParameterizedTest
    @CsvSource({
        "% !TEX program = xelatex, XELATEX",
        "%!TeX TS-program=LuaLaTeX -shell-escape, LUALATEX",
        "%% !tex Program = pdflatexmk, PDFLATEX",
        "% !TEX program = context,",
        "% !TEX root = main.tex,",
        "'x % !TEX program = xelatex',"
    })
    void magicCommentIsRead(String line, @Nullable Engine engine) throws Exception {
        Desk desk = new Desk(folder, SandboxMode.OFF).write("Document.tex", "\n% first\n" + line + "\n");
        assertThat(engine(desk)).isEqualTo(engine);
    }

    @Test
    void magicCommentFarDownIsNone() throws Exception {
        Desk desk =
                new Desk(folder, SandboxMode.OFF).write("Document.tex", "\n".repeat(40) + "% !TEX program = xelatex\n");
        assertThat(engine(desk)).isNull();
        desk.write("Document.tex", new byte[100_000]);
        assertThat(engine(desk)).isNull();
    }

    @Test
    void endOfTheOutputIsKeptAndAllOfItHandedOn() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Tail tail = new Tail(all)) {
            tail.write("start".getBytes(StandardCharsets.UTF_8));
            assertThat(tail.text()).isEqualTo("start");
            tail.write("y".repeat(100_000).getBytes(StandardCharsets.UTF_8));
            tail.write("end".getBytes(StandardCharsets.UTF_8));
            assertThat(tail.text()).hasSize(32 << 10).startsWith("yyy").endsWith("yyyend");
            assertThat(all.size()).isEqualTo(100_008);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sh: 1: xelatex: not found|xelatex is not installed on the server",
                "Latexmk: Stopping because of problem with rc file|Stopping because of problem with rc file",
                "pdflatex: Command for 'pdflatex' gave return code 137|A program of the build was killed (status 137); the server may be short of memory",
                "nothing to see|latexmk ended with status 12 without a PDF"
            })
    void whatLatexmkSaidLastIsTheReason(String output, String reason) {
        var exit = new Processes.Exit(12, false);
        assertThat(FailureReason.of(new LatexmkRun.Ending(exit, output + "\n"), List.of(), List.of(), 1))
                .isEqualTo(reason);
    }

    private static @Nullable Engine engine(Desk desk) throws Exception {
        CiConfig config = Desk.config("Document");
        Document document = Document.find(desk.sources, desk.work, config);
        return EngineFinder.find(document, config, Transcript.NONE);
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("file"), content);
    }
}
