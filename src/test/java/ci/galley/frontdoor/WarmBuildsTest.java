package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.CommitHash;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A build that uses what the builds before it left gives what a build from nothing gives: over a long history, every PDF has
 * the text and the pictures, page for page, of one that bare latexmk makes in a fresh clone.
 */
class WarmBuildsTest {
    /** Repeats a history: {@code mvn -Dgalley.seed=...}. */
    private static final long SEED = Long.getLong("galley.seed", new Random().nextLong());

    private static final int COMMITS = Integer.getInteger("galley.commits", 30);

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final List<String> history = new ArrayList<>();
    private Instant time = Instant.parse("2024-02-27T20:00:00Z");

    @Test
    void everyPdfIsThatOfAFreshClone() throws IOException {
        System.out.println("warm builds with galley.seed=" + SEED);
        try (Galley galley = Galley.start()) {
            Upstream upstream = galley.upstream("Maths");
            LivingDocument main = new LivingDocument(upstream, random);
            LivingDocument draft = new LivingDocument(upstream, random);
            main.commit("Begin", time);
            galley.clone(upstream);
            upstream.git("checkout", "-q", "-b", "draft");
            String branch = "draft";
            for (int commit = 0; commit < COMMITS; commit++) {
                if (random.nextInt(6) == 0) {
                    branch = branch.equals("main") ? "draft" : "main";
                    upstream.git("checkout", "-q", branch);
                }
                build(galley, upstream, branch, branch.equals("main") ? main : draft);
            }
            assertThat(history)
                    .as(this::story)
                    .anyMatch(log -> log.contains(">>> pdflatex") && !log.contains(">>> latexmk"));
        }
    }

    private void build(Galley galley, Upstream upstream, String branch, LivingDocument document) throws IOException {
        boolean isNote = random.nextInt(6) == 0;
        if (isNote) {
            galley.awaitStudied();
        }
        String change = isNote ? document.changeNothingOfIt() : document.change();
        history.add(branch + ": " + change);
        time = time.plus(Duration.ofMinutes(random.nextInt(isNote ? 200 : 2000)));
        String before = upstream.head().value();
        CommitHash commit = document.commit(change, time);
        assertThat(galley.push(upstream, branch, before, commit).statusCode()).isIn(200, 202);
        if (random.nextInt(4) == 0) {
            kill(galley, commit);
        }
        JsonNode record = galley.awaitBuild("Maths", commit);
        String log = galley.get("/Maths/" + commit + "/log").body();
        history.add(log.lines()
                .filter(line -> line.startsWith(">>> ") || line.startsWith("--- "))
                .toList()
                .toString());
        Path fresh = freshClone(upstream, commit);
        boolean isMade = document.isWhole();
        assertThat(record.path("state").asText()).as(this::story).isEqualTo(isMade ? "success" : "failure");
        assertThat(latexmk(fresh)).as(this::story).isEqualTo(isMade);
        if (isMade) {
            Path warm = folder.resolve("warm.pdf");
            Files.write(warm, galley.download("/Maths/" + commit + "/pdf").body());
            Path cold = fresh.resolve("Document.pdf");
            assertThat(text(warm)).as(this::story).isEqualTo(text(cold));
            assertThat(pictures(warm)).as(this::story).isEqualTo(pictures(cold));
        }
    }

    /** Cancels the build, at whatever moment that is, and has it built again. */
    private void kill(Galley galley, CommitHash commit) {
        history.add("cancelled");
        int status = galley.post("/Maths/" + commit + "/cancel").statusCode();
        assertThat(status).isIn(202, 409);
        galley.awaitBuild("Maths", commit);
        assertThat(galley.post("/Maths/" + commit + "/build").statusCode()).isEqualTo(202);
    }

    @Test
    void twoBuildsFromNothingAreTheSameBytes() throws IOException {
        try (Galley galley = Galley.start()) {
            Upstream upstream = galley.upstream("Maths");
            LivingDocument document = new LivingDocument(upstream, new Random(SEED));
            CommitHash commit = document.commit("Begin", time);
            for (String project : List.of("Maths", "Again")) {
                Upstream.run(
                        galley.projects(), "git", "clone", "-q", upstream.bare().toString(), project);
                assertThat(galley.get("/" + project + "/" + commit + "/build").statusCode())
                        .isEqualTo(202);
                assertThat(galley.awaitBuild(project, commit).path("state").asText())
                        .isEqualTo("success");
            }
            byte[] one = galley.download("/Maths/pdf").body();
            assertThat(galley.download("/Again/pdf").body()).isEqualTo(one);
            assertThat(galley.get("/Maths/log").body()).contains("Run number 2"); // a table of contents takes two
        }
    }

    private Path freshClone(Upstream upstream, CommitHash commit) throws IOException {
        Path fresh = Files.createTempDirectory(folder, "fresh");
        Upstream.run(
                folder,
                "git",
                "clone",
                "-q",
                "--shared",
                "--no-checkout",
                upstream.bare().toString(),
                fresh.toString());
        Upstream.run(fresh, "git", "checkout", "-q", commit.value());
        return fresh;
    }

    /** Whether bare latexmk makes a PDF there, on a machine that believes it is the commit's time. */
    private static boolean latexmk(Path fresh) throws IOException {
        String epoch = Upstream.run(fresh, "git", "log", "-1", "--format=%ct").strip();
        Files.deleteIfExists(fresh.resolve("Document.pdf"));
        String ended = Upstream.run(
                fresh,
                "sh",
                "-c",
                "SOURCE_DATE_EPOCH=$0 FORCE_SOURCE_DATE=1 TZ=UTC latexmk -norc -pdf -interaction=nonstopmode Document.tex"
                        + " >out 2>&1; echo $?",
                epoch);
        return ended.strip().equals("0");
    }

    /** Page for page. */
    private List<String> text(Path pdf) {
        return List.of(Upstream.run(folder, "pdftotext", "-layout", pdf.toString(), "-")
                .split("\f", -1));
    }

    /** The pages' pictures, as one number each. */
    private List<String> pictures(Path pdf) throws IOException {
        Path pages = Files.createTempDirectory(folder, "pages");
        return Upstream.run(pages, "sh", "-c", "pdftoppm -r 40 -gray \"$0\" page && cksum page*", pdf.toString())
                .lines()
                .toList();
    }

    private String story() {
        return "galley.seed=" + SEED + "\n" + String.join("\n", history);
    }
}
