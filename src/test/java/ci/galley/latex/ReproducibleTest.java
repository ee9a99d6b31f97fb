package ci.galley.latex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ci.galley.model.Engine;
import ci.galley.support.io.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit that is built twice from scratch gives the same bytes. */
class ReproducibleTest {
    private static final String TITLED =
            "\\documentclass{article}\\usepackage{lmodern}\\usepackage{graphicx}\\usepackage{hyperref}\\title{A title}\\author{An author}\\begin{document}"
                    + "\\maketitle\\tableofcontents\\section{One}Text \\textbf{bold} \\texttt{code} $x^2$.\\end{document}";

    @TempDir
    Path folder;

    @Test
    void twoBuildsAtDifferentTimesAndPlacesAreTheSameInTheSandbox() throws Exception {
        assertReproducible(SandboxMode.BWRAP, "first", "a second folder");
    }

    /** LuaTeX derives the PDF's ID from the folder, too: without a sandbox, only the same place gives the same bytes. */
    @Test
    void twoBuildsAtDifferentTimesAreTheSameWithoutIt() throws Exception {
        assertReproducible(SandboxMode.OFF, "place", "place");
    }

    private void assertReproducible(SandboxMode mode, String firstPlace, String secondPlace) throws Exception {
        Map<Engine, byte[]> first = make(mode, firstPlace);
        Instant between = Instant.now();
        await().until(() -> Instant.now().isAfter(between.plus(Duration.ofMillis(1100))));
        Map<Engine, byte[]> second = make(mode, secondPlace);
        for (Engine engine : Engine.values()) {
            assertThat(Arrays.equals(second.get(engine), first.get(engine)))
                    .as("same bytes by " + engine.program())
                    .isTrue();
        }
    }

    private Map<Engine, byte[]> make(SandboxMode mode, String place) throws Exception {
        Map<Engine, byte[]> made = new EnumMap<>(Engine.class);
        for (Engine engine : Engine.values()) {
            Path top = folder.resolve(place).resolve(engine.program());
            Trees.delete(top);
            Desk desk = new Desk(top, mode).write("Document.tex", TITLED);
            Typeset typeset = desk.build(Desk.config("Document", engine));
            assertThat(typeset.ok()).as(desk.log()).isTrue();
            assertThat(Desk.words(typeset.pdf())).as("\\today is the commit's").contains("September 3, 2017");
            made.put(engine, Files.readAllBytes(desk.file("Document.pdf")));
        }
        return made;
    }
}
