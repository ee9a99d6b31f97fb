package ci.galley.latex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ci.galley.model.CiConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking at a document once more keeps what a build promises: nothing is changed, nothing is left, and it ends. */
class StudyTest {
    /** Eight o'clock in the morning, see {@link Desk#COMMITTED}. */
    private static final String AT_ANOTHER_TIME = "\\ifnum\\time=480 \\else ";

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final CiConfig CONFIG = Desk.config("Document");

    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void sit() {
        desk = new Desk(folder, SandboxMode.BWRAP);
    }

    private void build(String body) {
        desk.document(body);
        Typeset typeset = desk.build();
        assertThat(typeset.ok()).as(desk.log()).isTrue();
    }

    private static Map<String, String> contents(Path tree) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (var files = Files.walk(tree)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(tree.relativize(file).toString(), PlainFiles.md5(file));
            }
        }
        return contents;
    }

    @Test
    void theCheckoutStaysAsItIs() throws IOException {
        desk.write("victim.txt", "Precious.");
        build("\\tableofcontents\\section{One}\\newwrite\\w " + AT_ANOTHER_TIME
                + "\\immediate\\openout\\w=victim.txt \\immediate\\write\\w{Gone.}\\immediate\\closeout\\w\\fi");
        Map<String, String> before = contents(desk.sources);
        assertThat(desk.study(CONFIG).inputs()).isNull();
        assertThat(contents(desk.sources)).isEqualTo(before);
        assertThat(desk.work.resolve("rerun")).doesNotExist();
        assertThat(desk.work.resolve("formats.new")).doesNotExist();
    }

    @Test
    void whatDoesNotEndIsEnded() {
        build("Words. " + AT_ANOTHER_TIME + "\\def\\x{\\x}\\x\\fi");
        long start = System.nanoTime();
        assertThat(desk.study(CONFIG, LIMIT).inputs()).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(LIMIT, LIMIT.multipliedBy(4));
        await().untilAsserted(() ->
                assertThat(Survivors.with(desk.sources.toString())).isEmpty());
    }

    @Test
    void preambleThatDoesNotEndAtAnotherTimeIsEnded() {
        desk.write(
                "Document.tex",
                "\\documentclass{article}\n" + AT_ANOTHER_TIME
                        + "\\def\\x{\\x}\\x\\fi\n\\begin{document}\nA\n\\end{document}\n");
        assertThat(desk.build().ok()).isTrue();
        long start = System.nanoTime();
        desk.study(CONFIG, LIMIT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT.multipliedBy(4));
        desk.write(
                "Document.tex",
                "\\documentclass{article}\n" + AT_ANOTHER_TIME
                        + "\\def\\x{\\x}\\x\\fi\n\\begin{document}\nB\n\\end{document}\n");
        assertThat(Desk.words(desk.build().pdf())).contains("B");
        assertThat(desk.said.toString()).doesNotContain("-fmt=");
    }

    @Test
    void buildWithAFormatThatDoesNotEndIsEnded() throws IOException {
        build("Words.");
        desk.study(CONFIG);
        desk.document("\\def\\x{\\x}\\x");
        Typeset typeset = desk.build(CONFIG, LIMIT);
        assertThat(desk.said.toString()).contains("-fmt=Document").doesNotContain("once more without");
        assertThat(typeset.ok()).isFalse();
        assertThat(typeset.reason()).contains("was stopped");
        assertThat(Survivors.with(desk.sources.toString())).isEmpty();
    }

    @Test
    void noBuildCanWriteAFormat() throws IOException {
        build("Words.");
        desk.study(CONFIG);
        Map<String, String> before = contents(desk.work.resolve("formats"));
        assertThat(before).containsKey("Document.fmt");
        desk.document("\\newwrite\\w\\immediate\\openout\\w=/formats/Document.fmt \\immediate\\write\\w{x}");
        desk.build();
        desk.write("latexmkrc", "system('echo x > /formats/Document.fmt; rm -rf /formats/*; touch /formats/new');");
        desk.document("Words again.");
        desk.build();
        assertThat(contents(desk.work.resolve("formats"))).isEqualTo(before);
    }
}
