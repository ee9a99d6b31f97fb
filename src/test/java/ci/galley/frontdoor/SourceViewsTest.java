package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.CommitHash;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a page shows of commits beside their PDF: the first page, lines of the sources, what is new. */
@Tag("front-door")
class SourceViewsTest {
    private static Galley galley;
    private static Upstream maths;
    private static CommitHash first;
    private static CommitHash second;

    @BeforeAll
    static void start() {
        galley = Galley.start("DOMAIN", "https://ci.example.com");
        maths = galley.upstream("Maths");
        maths.write(".ci.json", "{\"language\": \"latex\", \"main\": \"book/Document\"}\n")
                .write("book/Document.tex", "\\documentclass{article}\n\\begin{document}\nHello.\n\\end{document}\n")
                .write("book/chapters/one.tex", "one\r\ntwo\n<three>\nfour\nfive")
                .write("Document.tex", "another\n")
                .write("notes.txt", "at the top\n")
                .write("large.txt", "x".repeat((2 << 20) + 1))
                .write("long.txt", "\uD83D\uDE00".repeat(5000));
        first = maths.commit("Begin");
        galley.clone(maths);
        galley.build(maths, first);
        for (int i = 1; i <= 52; i++) {
            maths.git("commit", "--quiet", "--allow-empty", "--message", "Step " + i + "\n\nA <b>body</b>.");
        }
        maths.push();
        second = maths.head();
        galley.build(maths, second);
        galley.awaitRest();
    }

    @AfterAll
    static void stop() {
        galley.close();
    }

    private static HttpResponse<String> source(String file, String query) {
        return galley.get(
                "/api/Maths/" + first + "/source?file=" + URLEncoder.encode(file, StandardCharsets.UTF_8) + query);
    }

    @Test
    void firstPageIs480PixelsWide() throws IOException {
        for (String path : List.of("/api/Maths/png", "/Maths/" + first + "/png")) {
            HttpResponse<byte[]> picture = galley.download(path);
            assertThat(picture.statusCode()).isEqualTo(200);
            assertThat(picture.headers().firstValue("Content-Type")).contains("image/png");
            assertThat(picture.headers().firstValue("Cache-Control")).contains("no-cache");
            assertThat(Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(picture.body())))
                            .getWidth())
                    .isEqualTo(480);
            String tag = picture.headers().firstValue("ETag").orElseThrow();
            assertThat(galley.get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
        }
    }

    @Test
    void firstPageGoesWithThePdf() {
        Upstream other = galley.project("Other");
        galley.build(other, other.head());
        galley.awaitRest();
        Path picture = galley.output("Other").resolve(other.head().value()).resolve(".first-page.png");
        assertThat(picture).isRegularFile();
        CommitHash broken = other.document("\\undefined").commit("Break");
        galley.build(other, broken);
        assertThat(galley.get("/api/Other/" + broken + "/png").statusCode()).isEqualTo(404);
        assertThat(galley.get("/api/Other/png").statusCode()).isEqualTo(200);
    }

    @Test
    void serverWithoutPdftoppmBuildsAllTheSame() throws IOException {
        Path bare = Files.createTempDirectory(galley.scratch(), "bare");
        try (Galley without = Galley.startProgram("PATH", PathWithout.program(bare, "pdftoppm"), "SANDBOX", "off")) {
            Upstream other = without.project("Other");
            assertThat(without.build(other, other.head()).path("state").asText())
                    .isEqualTo("success");
            HttpResponse<String> answer = without.get("/api/Other/png");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("poppler-utils");
        }
    }

    @Test
    void linesAreThoseOfTheFolderWhereItWasTypesetElseOfTheTop() {
        JsonNode lines = Galley.json(source("chapters/one.tex", "&line=3&context=1"));
        assertThat(lines.path("file").asText()).isEqualTo("book/chapters/one.tex");
        assertThat(lines.path("first").asInt()).isEqualTo(2);
        assertThat(lines.path("lines").toString()).isEqualTo("[\"two\",\"<three>\",\"four\"]");
        assertThat(Galley.json(source("./Document.tex", "&line=1&context=0"))
                        .path("file")
                        .asText())
                .isEqualTo("book/Document.tex");
        assertThat(Galley.json(source("notes.txt", "&line=1")).path("lines").toString())
                .isEqualTo("[\"at the top\"]");
        assertThat(Galley.json(source("chapters/one.tex", "&line=1")).path("lines"))
                .hasSize(4);
        String cut =
                Galley.json(source("long.txt", "&line=1")).path("lines").path(0).asText();
        assertThat(cut.length()).isLessThanOrEqualTo(2001);
        assertThat(cut.endsWith("\uD83D\uDE00\u2026")).isTrue();
    }

    @Test
    void whatIsNoFileOfTheCommitIsRefused() {
        for (String file : List.of(
                "nothing.tex",
                "../Document.tex",
                "/etc/passwd",
                "book",
                "book/",
                "*.txt",
                ":(glob)*.txt",
                "large.txt",
                "--help",
                "a\nb",
                "x".repeat(401),
                "./../x",
                ".git/config")) {
            assertThat(source(file, "&line=1").statusCode()).as(file).isEqualTo(404);
        }
        assertThat(source("notes.txt", "&line=2").statusCode()).isEqualTo(404);
        for (String query : List.of("", "&line=0", "&line=x", "&line=1&context=21", "&line=1&context=-1")) {
            assertThat(source("notes.txt", query).statusCode()).as(query).isEqualTo(400);
        }
        assertThat(galley.get("/api/Maths/" + first + "/source?line=1").statusCode())
                .isEqualTo(400);
    }

    @Test
    void commitsSinceTheBuildBeforeAreNamed() {
        JsonNode changes = Galley.json(galley.get("/api/Maths/" + second + "/changes"));
        assertThat(changes.path("previous").path("commit").asText()).isEqualTo(first.value());
        assertThat(changes.path("total").asInt()).isEqualTo(52);
        assertThat(changes.path("commits")).hasSize(50);
        JsonNode newest = changes.path("commits").get(0);
        assertThat(newest.path("commit").asText()).isEqualTo(second.value());
        assertThat(newest.path("message").asText()).isEqualTo("Step 52\n\nA <b>body</b>.");
        assertThat(newest.path("author").asText()).isEqualTo("Ada");
        assertThat(newest.path("committedAt").asText()).endsWith("Z");
        JsonNode none = Galley.json(galley.get("/api/Maths/" + first + "/changes"));
        assertThat(none.path("previous").isNull()).isTrue();
        assertThat(none.path("commits")).isEmpty();
        assertThat(none.path("total").asInt()).isZero();
    }

    @Test
    void listsSayWhereTheServerIs() {
        assertThat(Galley.json(galley.get("/api/")).path("domain").asText()).isEqualTo("https://ci.example.com");
        assertThat(Galley.json(galley.get("/api/")).path("version").asText()).isNotEmpty();
        assertThat(Galley.json(galley.get("/api/Maths")).path("domain").asText())
                .isEqualTo("https://ci.example.com");
    }
}
