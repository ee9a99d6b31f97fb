package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.CommitHash;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same commit gives the same PDF, whenever it is built. */
@Tag("front-door")
class ReproducibleTest {
    private static final List<String> ENGINES = List.of("pdflatex", "xelatex", "lualatex");

    @TempDir
    Path folder;

    @Test
    void commitBuiltTwiceFromScratchOnDifferentDaysGivesTheSameBytes() throws IOException {
        for (String engine : ENGINES) {
            Upstream upstream = Upstream.create(folder.resolve(engine), "Maths")
                    .write(
                            ".ci.json",
                            "{\"language\": \"latex\", \"main\": \"Document\", \"engine\": \"" + engine + "\"}")
                    .write(
                            "Document.tex",
                            "\\documentclass{article}\\title{Dated}\\author{Ada}\\begin{document}"
                                    + "\\maketitle\\tableofcontents\\section{One}Words.\\end{document}");
            CommitHash commit = upstream.commit("Begin");
            byte[] early = builtOn("2019-03-04 05:06:07", upstream, commit);
            byte[] late = builtOn("2031-12-24 20:21:22", upstream, commit);
            assertThat(early).as(engine).isEqualTo(late);
        }
    }

    private byte[] builtOn(String date, Upstream upstream, CommitHash commit) throws IOException {
        try (Galley galley = Galley.start("CI_PATH", engines(date))) {
            galley.clone(upstream);
            JsonNode record = galley.build(upstream, commit);
            assertThat(record.path("state").asText())
                    .as(galley.get("/Maths/log").body())
                    .isEqualTo("success");
            assertThat(galley.get("/Maths/log").body()).contains("faked " + date);
            byte[] pdf = galley.download("/Maths/pdf").body();
            String year = record.path("committedAt").asText().substring(0, 4);
            assertThat(galley.words(pdf)).contains("Dated").contains(year).doesNotContain(date.substring(0, 4));
            return pdf;
        }
    }

    /** A folder of engines that are told a wrong date. */
    private String engines(String date) throws IOException {
        Path engines = Files.createDirectories(folder.resolve("on-" + date.substring(0, 4)));
        for (String engine : ENGINES) {
            Path wrapper = engines.resolve(engine);
            Files.writeString(wrapper, """
                    #!/bin/sh
                    echo "faked %s"
                    exec faketime -f '@%s' /usr/bin/%s "$@"
                    """.formatted(date, date, engine));
            Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return engines.toString();
    }
}
