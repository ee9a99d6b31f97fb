package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ci.galley.model.CommitHash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What GitHub is told. */
@Tag("front-door")
class CommitStatusTest {
    private static final String TOKEN = "ghp_canaryCanaryCanary";

    private FakeGitHub gitHub;
    private Galley galley;
    private GitDaemon gitDaemon;

    @BeforeEach
    void start() {
        gitHub = FakeGitHub.start();
        galley = Galley.start(
                "TOKEN", TOKEN, "GITHUB_API", gitHub.address().toString(), "DOMAIN", "https://ci.example.com");
        gitDaemon = GitDaemon.serve(galley.remotes());
    }

    @AfterEach
    void stop() {
        gitDaemon.close();
        galley.close();
        gitHub.close();
    }

    @Test
    void gitHubIsToldPendingAndThenTheResultWithFacts() throws Exception {
        Upstream upstream = galley.projectFrom(gitDaemon, "Maths");
        CommitHash good = upstream.document("Fine.").commit("Fine");
        galley.build(upstream, good);
        await().atMost(Galley.PATIENCE)
                .until(
                        () -> gitHub.last(good.value())
                                .map(FakeGitHub.Status::state)
                                .orElse(""),
                        "success"::equals);

        List<FakeGitHub.Status> told = gitHub.statuses(good.value());
        assertThat(told).extracting(FakeGitHub.Status::state).containsExactly("pending", "success");
        assertThat(told.get(1).path()).isEqualTo("/repos/ada/Maths/statuses/" + good);
        assertThat(told.get(1).target()).isEqualTo("https://ci.example.com/Maths/" + good);
        assertThat(told.get(1).description()).startsWith("1 page in ");
        assertThat(told.get(1).authorization()).endsWith(" " + TOKEN);
        galley.awaitBuild(
                "Maths", good, record -> record.path("reported").asText().equals("success"));
        assertThat(galley.get("/Maths/log").body()).doesNotContain(TOKEN);
    }

    @Test
    void gitHubIsToldWhatFailed() {
        Upstream upstream = galley.projectFrom(gitDaemon, "Maths");
        CommitHash bad = upstream.document("\\foo").commit("Break");
        galley.build(upstream, bad);
        await().atMost(Galley.PATIENCE)
                .until(
                        () -> gitHub.last(bad.value())
                                .map(FakeGitHub.Status::state)
                                .orElse(""),
                        "failure"::equals);
        assertThat(gitHub.last(bad.value()).orElseThrow().description())
                .isEqualTo("Document.tex:3: Undefined control sequence \\foo");
    }

    @Test
    void pushForAnotherRepositoryIsRefused() {
        galley.projectFrom(gitDaemon, "Maths");
        byte[] push = Webhook.push("eve/Maths", "main", "0".repeat(40), "1".repeat(40))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        assertThat(galley.event("Maths", "push", push).statusCode()).isEqualTo(422);
        byte[] sameInOtherCase = Webhook.push("Ada/MATHS", "main", "0".repeat(40), "1".repeat(40))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        assertThat(galley.event("Maths", "push", sameInOtherCase).statusCode()).isEqualTo(202);
    }

    @Test
    void buildDoesNotSeeTheToken() throws Exception {
        Upstream upstream = galley.projectFrom(gitDaemon, "Maths");
        upstream.write(".latexmkrc", "system('cat /proc/*/environ > environ.txt; env >> environ.txt');\n");
        upstream.write(
                "Document.tex",
                "\\documentclass{article}\\usepackage{verbatim}\\begin{document}"
                        + "x\\verbatiminput{environ.txt}\\end{document}\n");
        CommitHash commit = upstream.commit("Look around");
        galley.build(upstream, commit);
        Map<Path, String> files = LiveFiles.look(
                galley.output("Maths"),
                all -> all.filter(Files::isRegularFile)
                        .collect(Collectors.toMap(Function.identity(), LiveFiles::text)));
        assertThat(files).isNotEmpty();
        files.forEach((file, text) -> assertThat(text).as(file.toString()).doesNotContain(TOKEN));
    }
}
