package ci.galley.web;

import static ci.galley.web.Stage.FIRST;
import static ci.galley.web.Stage.MATHS;
import static ci.galley.web.Stage.commit;
import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import ci.galley.model.Project;
import ci.galley.model.ProjectName;
import ci.galley.status.Badge;
import ci.galley.store.BuildStore;
import ci.galley.support.http.RawClient;
import ci.galley.support.http.RawClient.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What there is to see. */
class WebTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void start() throws IOException {
        stage = new Stage(folder, Stage.open());
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void recordIsTheStoresBytesEverywhere() throws Exception {
        Build build = stage.push(FIRST, BuildState.SUCCESS);
        byte[] record = BuildStore.json(build);
        for (String path :
                new String[] {"/Maths/status", "/Maths/" + FIRST, "/Maths/" + FIRST + "/", "/Maths/" + FIRST + "/status"
                }) {
            for (String prefix : new String[] {"", "/api"}) {
                Answer answer = stage.get(prefix + path);
                assertThat(answer.status()).as(path).isEqualTo(200);
                assertThat(answer.header("Content-Type")).isEqualTo("application/json");
                assertThat(answer.body()).as(path).isEqualTo(record);
            }
        }
        String whole = new String(record, java.nio.charset.StandardCharsets.UTF_8);
        assertThat(stage.get("/").text()).contains("\"last\":" + whole);
        assertThat(stage.get("/Maths").text()).contains("\"builds\":[" + whole + "]");
    }

    @Test
    void projectsAreListedWithWhatIsWrong() throws Exception {
        stage.projects.put(new Project(new ProjectName("Thesis"), null, null, "It is \"detached\"."));
        stage.push(FIRST, BuildState.FAILURE);
        JsonNode projects = JSON.readTree(stage.get("/api").body()).get("projects");
        assertThat(projects).hasSize(2);
        assertThat(projects.get(0).get("project").textValue()).isEqualTo("Maths");
        assertThat(projects.get(0).get("branch").textValue()).isEqualTo("master");
        assertThat(projects.get(0).get("remote").textValue()).isEqualTo("https://github.com/ada/Maths.git");
        assertThat(projects.get(0).get("problem").isNull()).isTrue();
        assertThat(projects.get(0).get("last").get("state").textValue()).isEqualTo("failure");
        assertThat(projects.get(1).get("problem").textValue()).isEqualTo("It is \"detached\".");
        assertThat(projects.get(1).get("last").isNull()).isTrue();
    }

    @Test
    void listIsGivenPageByPage() throws Exception {
        for (int i = 1; i <= 5; i++) {
            stage.push(commit(i), i == 3 ? "draft" : "master", i == 4 ? BuildState.FAILURE : BuildState.SUCCESS);
        }
        assertThat(commits("/Maths/")).containsExactly(commit(5), commit(4), commit(3), commit(2), commit(1));
        List<String> seen = new ArrayList<>();
        String next = "";
        while (next != null) {
            JsonNode page =
                    JSON.readTree(stage.get("/api/Maths?limit=2&before=" + next).body());
            page.get("builds").forEach(build -> seen.add(build.get("commit").textValue()));
            next = page.get("next").textValue();
        }
        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
        assertThat(commits("/Maths?limit=5")).hasSize(5);
        assertThat(JSON.readTree(stage.get("/Maths?limit=5").body()).get("next").isNull())
                .isTrue();
        assertThat(commits("/Maths?branch=draft")).containsExactly(commit(3));
        assertThat(commits("/Maths?state=failure")).containsExactly(commit(4));
        assertThat(commits("/Maths?q=" + commit(2).value().substring(30))).containsExactly(commit(2));
        assertThat(commits("/Maths?q=prove%20%3CLEMMA&limit=1")).containsExactly(commit(5));
        assertThat(commits("/Maths?q=nothing")).isEmpty();
        assertThat(commits("/Maths?branch=&state=&q=&before=&limit=")).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "limit=-1",
                "limit=x",
                "limit=9999999999999",
                "before=x",
                "before=-1",
                "before=99999999999999999999",
                "state=done",
                "state=SUCCESS"
            })
    void wrongQueryIsExplained(String query) throws IOException {
        Answer answer = stage.get("/Maths?" + query);
        assertThat(answer.status()).isEqualTo(400);
        String[] parts = query.split("=", 2);
        assertThat(answer.text()).startsWith("\"" + parts[0] + "\" is \"" + parts[1] + "\"; ");
    }

    @Test
    void pdfIsServedInParts() throws Exception {
        Build build = stage.push(FIRST, BuildState.SUCCESS);
        byte[] pdf = Stage.pdf(build);
        for (String path : new String[] {"/Maths/pdf", "/Maths/" + FIRST + "/pdf"}) {
            Answer answer = stage.get(path);
            assertThat(answer.body()).isEqualTo(pdf);
            assertThat(answer.header("Content-Type")).isEqualTo("application/pdf");
            assertThat(answer.header("Content-Disposition"))
                    .isEqualTo("inline; filename=\"_bung 1.pdf\"; filename*=UTF-8''%C3%9Cbung%201.pdf");
            assertThat(answer.header("Content-Security-Policy")).isEqualTo("frame-ancestors 'self'");
            Answer part = stage.get("/api" + path, "Range: bytes=0-4");
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.text()).isEqualTo("%PDF-");
            assertThat(stage.get(path, "If-None-Match: " + answer.header("ETag"))
                            .status())
                    .isEqualTo(304);
        }
    }

    @Test
    void pdfOfAProjectIsTheNewestGoodOne() throws Exception {
        Build good = stage.push(commit(1), BuildState.SUCCESS);
        stage.push(commit(2), BuildState.FAILURE);
        stage.push(commit(3), "draft", BuildState.SUCCESS);
        assertThat(stage.get("/Maths/pdf").body()).isEqualTo(Stage.pdf(good));
    }

    @Test
    void missingPdfIsExplained() throws Exception {
        assertThat(stage.get("/Maths/pdf").status()).isEqualTo(404);
        assertThat(stage.get("/Maths/pdf").text()).contains("no PDF yet");
        stage.push(FIRST, BuildState.FAILURE);
        Answer answer = stage.get("/api/Maths/" + FIRST + "/pdf");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(JSON.readTree(answer.body()).get("detail").textValue())
                .contains("Undefined control sequence <\\foo>", "/Maths/" + FIRST + "/log");
    }

    @Test
    void linkInThePlaceOfAPdfIsNotFollowed() throws Exception {
        stage.push(FIRST, BuildState.SUCCESS);
        Path pdf = layoutOf(FIRST).resolve("Übung 1.pdf");
        Files.delete(pdf);
        Files.createSymbolicLink(pdf, Path.of("/etc/passwd"));
        assertThat(stage.get("/Maths/" + FIRST + "/pdf").status()).isEqualTo(404);
    }

    @Test
    void logIsServedWhileItGrows() throws Exception {
        stage.push(FIRST, BuildState.RUNNING);
        Answer growing = stage.get("/Maths/log");
        assertThat(growing.status()).isEqualTo(200);
        assertThat(growing.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        stage.queue.request(MATHS, commit(2), ci.galley.model.Trigger.API);
        Answer waiting = stage.get("/Maths/" + commit(2) + "/log");
        assertThat(waiting.status()).isEqualTo(200);
        assertThat(waiting.body()).isEmpty();
        assertThat(stage.get("/Maths/" + commit(2) + "/problems").text()).isEqualTo("{\"problems\":[]}");
        assertThat(stage.get("/Maths/" + commit(2) + "/pdf").text()).contains("waits for its turn");
        assertThat(stage.get("/Maths/" + FIRST + "/pdf").text()).contains("being built");
        stage.release();
        org.awaitility.Awaitility.await().atMost(Stage.LIMIT).until(() -> stage.state(commit(2)) == BuildState.SUCCESS);
        assertThat(stage.get("/Maths/" + FIRST + "/log").text()).contains("This is build 1 of " + FIRST);
        assertThat(stage.get("/Maths/" + FIRST + "/log", "Range: bytes=-2").body())
                .hasSize(2);
    }

    @Test
    void problemsAreServed() throws Exception {
        stage.push(FIRST, BuildState.FAILURE);
        JsonNode problem = JSON.readTree(stage.get("/Maths/problems").body())
                .get("problems")
                .get(0);
        assertThat(problem.get("severity").textValue()).isEqualTo("warning");
        assertThat(problem.get("line").intValue()).isEqualTo(3);
    }

    @Test
    void badgeShowsTheLastBuildOfTheBranch() throws Exception {
        byte[] none = Badge.svg(null);
        assertThat(stage.get("/Maths/svg").body()).isEqualTo(none);
        assertThat(stage.get("/Maths/" + FIRST + "/svg").body()).isEqualTo(none);
        Build master = stage.push(FIRST, BuildState.SUCCESS);
        Build draft = stage.push(commit(2), "draft", BuildState.FAILURE);
        Answer badge = stage.get("/Maths/svg");
        assertThat(badge.body()).isEqualTo(Badge.svg(master));
        assertThat(badge.header("Content-Type")).isEqualTo("image/svg+xml");
        assertThat(badge.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(badge.header("Content-Security-Policy")).contains("'unsafe-inline'", "sandbox");
        assertThat(stage.get("/Maths/svg?branch=draft").body()).isEqualTo(Badge.svg(draft));
        assertThat(stage.get("/Maths/svg?branch=master").body()).isEqualTo(Badge.svg(master));
        assertThat(stage.get("/Maths/svg?branch=other").body()).isEqualTo(none);
        assertThat(stage.get("/Maths/" + commit(2) + "/svg").body()).isEqualTo(Badge.svg(draft));
        assertThat(stage.get("/Maths/svg?style=../../x&link=javascript:alert(1)&branch=")
                        .body())
                .isEqualTo(Badge.svg(master));
        assertThat(stage.get("/Maths/svg", "If-None-Match: " + badge.header("ETag"))
                        .status())
                .isEqualTo(304);
        Build next = stage.push(commit(3), BuildState.FAILURE);
        Answer changed = stage.get("/Maths/svg", "If-None-Match: " + badge.header("ETag"));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body()).isEqualTo(Badge.svg(next));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/maths",
                "/Maths_build",
                "/.git",
                "/nothing/pdf",
                "/nothing/svg",
                "/Maths/last",
                "/Maths/..%2f..%2fetc%2fpasswd/pdf",
                "/Maths/ABC0000000000000000000000000000000abc001",
                "/Maths/0000000000000000000000000000000000000000",
                "/Maths/abc/pdf",
                "/Maths/000000000000000000000000000000000abc0001%0a/pdf",
                "/Maths/000000000000000000000000000000000abc0001/nothing",
                "/Maths/000000000000000000000000000000000abc0001/pdf/x",
                "/api/api/Maths",
                "/index.html"
            })
    void unknownAddressIsRefused(String target) throws Exception {
        stage.push(FIRST, BuildState.SUCCESS);
        assertThat(stage.get(target).status()).isBetween(400, 404);
        assertThat(stage.get(target, "Accept: application/json").status()).isBetween(400, 404);
    }

    @Test
    void unknownProjectAndUnknownBuildLookTheSame() throws IOException {
        Answer project = stage.get("/Nothing/" + FIRST);
        Answer build = stage.get("/Maths/" + FIRST);
        assertThat(project.status()).isEqualTo(404);
        assertThat(build.status()).isEqualTo(404);
        assertThat(project.body()).isEqualTo(build.body());
    }

    @Test
    void projectWithoutBuildsSaysHowToGetOne() throws IOException {
        for (String path : new String[] {"status", "log", "problems"}) {
            Answer answer = stage.get("/Maths/" + path);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).contains("POST /Maths/build");
        }
        assertThat(commits("/Maths")).isEmpty();
    }

    @Test
    void healthIsTold() throws Exception {
        JsonNode health = JSON.readTree(stage.get("/healthz").body());
        assertThat(health.get("status").textValue()).isEqualTo("ok");
        assertThat(health.get("version").textValue()).isEqualTo("1.2.3");
        stage.trouble = Optional.of("The disk is full.");
        Answer sick = stage.get("/healthz");
        assertThat(sick.status()).isEqualTo(503);
        assertThat(sick.has("Retry-After")).isTrue();
        assertThat(sick.text()).isEqualTo("The disk is full.\n");
    }

    @Test
    void metricsCountBuilds() throws Exception {
        stage.push(commit(1), BuildState.SUCCESS);
        stage.push(commit(2), BuildState.SUCCESS);
        stage.push(commit(3), BuildState.FAILURE);
        Answer metrics = stage.get("/metrics");
        assertThat(metrics.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(metrics.text())
                .contains("galley_builds{project=\"Maths\",state=\"success\"} 2\n")
                .contains("galley_builds{project=\"Maths\",state=\"failure\"} 1\n")
                .contains("galley_info{version=\"1.2.3\"} 1\n", "galley_queue_waiting 0\n", "jvm_memory_used_bytes ");
        assertThat(metrics.text().lines())
                .allMatch(line -> line.matches("# (HELP|TYPE) .+|[a-z_]+(\\{[^}]+\\})? \\d+"));
    }

    @Test
    void everyKindOfAnswerIsMarkedForBrowsers() throws Exception {
        stage.push(FIRST, BuildState.SUCCESS);
        for (String path : new String[] {
            "/",
            "/Maths",
            "/Maths/pdf",
            "/Maths/log",
            "/Maths/svg",
            "/Maths/problems",
            "/Maths/status",
            "/healthz",
            "/metrics",
            "/openapi.json",
            "/favicon.ico",
            "/nothing",
            "/Maths/%00"
        }) {
            Answer answer = stage.get(path);
            assertThat(answer.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).as(path).isEqualTo("same-origin");
            assertThat(answer.header("Content-Security-Policy")).as(path).isNotEmpty();
            assertThat(answer.header("Cache-Control")).as(path).isIn("no-cache", "no-store");
            assertThat(answer.has("Access-Control-Allow-Origin")).as(path).isFalse();
        }
    }

    @Test
    void strangersHostIsRefused() throws IOException {
        Answer answer = stage.get("/Maths", "Host: evil.example");
        assertThat(answer.status()).isEqualTo(421);
        assertThat(answer.text()).contains("ALLOWED_HOSTS").doesNotContain("evil");
        assertThat(stage.get("http://evil.example/Maths").status()).isEqualTo(421);
        assertThat(stage.get("http://localhost:8000/Maths").status()).isEqualTo(200);
        assertThat(stage.get("/Maths", "Host: pi.local").status()).isEqualTo(200);
        assertThat(RawClient.send(stage.port(), "GET http://evil.example/Maths HTTP/1.0\r\n\r\n")
                        .status())
                .isEqualTo(421);
    }

    private List<ci.galley.model.CommitHash> commits(String target) throws IOException {
        List<ci.galley.model.CommitHash> commits = new ArrayList<>();
        JSON.readTree(stage.get(target).body())
                .get("builds")
                .forEach(build -> commits.add(
                        new ci.galley.model.CommitHash(build.get("commit").textValue())));
        return commits;
    }

    private Path layoutOf(ci.galley.model.CommitHash commit) {
        return stage.layout.build(MATHS, commit);
    }
}
