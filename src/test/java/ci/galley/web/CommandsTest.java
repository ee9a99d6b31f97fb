package ci.galley.web;

import static ci.galley.web.Stage.FIRST;
import static ci.galley.web.Stage.LIMIT;
import static ci.galley.web.Stage.MATHS;
import static ci.galley.web.Stage.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ci.galley.model.BuildState;
import ci.galley.model.Project;
import ci.galley.model.Trigger;
import ci.galley.support.http.RawClient;
import ci.galley.support.http.RawClient.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be done, and by whom. */
class CommandsTest {
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
    void getBuildsWhatWasNotBuilt() throws Exception {
        Answer queued = stage.get("/Maths/" + FIRST + "/build");
        assertThat(queued.status()).isEqualTo(202);
        JsonNode record = JSON.readTree(queued.body());
        assertThat(record.get("commit").textValue()).isEqualTo(FIRST.value());
        assertThat(record.get("trigger").textValue()).isEqualTo("get");
        await().atMost(LIMIT).until(() -> stage.state(FIRST) == BuildState.SUCCESS);
        Answer stands = stage.get("/api/Maths/" + FIRST + "/build");
        assertThat(stands.status()).isEqualTo(200);
        assertThat(JSON.readTree(stands.body()).get("attempt").intValue()).isEqualTo(1);
    }

    @Test
    void getBuildsAFailureAgain() throws Exception {
        stage.push(FIRST, BuildState.FAILURE);
        Answer again = stage.get("/Maths/" + FIRST + "/build", "Sec-Fetch-Site: none");
        assertThat(again.status()).isEqualTo(202);
        assertThat(JSON.readTree(again.body()).get("attempt").intValue()).isEqualTo(2);
    }

    @Test
    void linkFromAnotherSiteBuildsNothing() throws IOException {
        Answer answer = stage.get("/Maths/" + FIRST + "/build", "Sec-Fetch-Site: cross-site");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(stage.store.find(MATHS, FIRST)).isEmpty();
    }

    @Test
    void headBuildsNothing() throws IOException {
        Answer answer = stage.send("HEAD", "/Maths/" + FIRST + "/build");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, OPTIONS, POST");
        assertThat(stage.store.find(MATHS, FIRST)).isEmpty();
    }

    @Test
    void postBuildsWhateverTheState() throws Exception {
        stage.push(FIRST, BuildState.SUCCESS);
        Answer again = stage.send("POST", "/Maths/" + FIRST + "/build");
        assertThat(again.status()).isEqualTo(202);
        assertThat(JSON.readTree(again.body()).get("attempt").intValue()).isEqualTo(2);
        assertThat(JSON.readTree(again.body()).get("trigger").textValue()).isEqualTo("api");
    }

    @Test
    void newestCommitIsBuiltAndBecomesTheLast() throws Exception {
        stage.push(FIRST, BuildState.SUCCESS);
        stage.projects.newest = Optional.of(commit(2));
        assertThat(stage.send("POST", "/api/Maths/build").status()).isEqualTo(202);
        await().atMost(LIMIT).until(() -> stage.state(commit(2)) == BuildState.SUCCESS);
        assertThat(stage.store.last(MATHS).orElseThrow().commit()).isEqualTo(commit(2));
        Answer again = stage.send("POST", "/Maths/build/");
        assertThat(again.status()).isEqualTo(202);
        assertThat(JSON.readTree(again.body()).get("attempt").intValue()).isEqualTo(2);
    }

    @Test
    void newestCommitOfAProjectThatCannotBeBuiltIsRefused() throws IOException {
        Answer none = stage.send("POST", "/Maths/build");
        assertThat(none.status()).isEqualTo(409);
        assertThat(none.text()).contains("no commit");
        stage.projects.put(new Project(MATHS, null, null, "It is detached: check out a branch."));
        Answer detached = stage.send("POST", "/Maths/build");
        assertThat(detached.status()).isEqualTo(409);
        assertThat(detached.text()).contains("It is detached: check out a branch.");
    }

    @Test
    void remoteThatDoesNotAnswerDoesNotTakeAllThreads() throws Exception {
        stage.projects.newest = Optional.of(FIRST);
        stage.projects.remote = new CountDownLatch(1);
        ExecutorService clients = Executors.newCachedThreadPool();
        try {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                answers.add(clients.submit(() -> stage.send("POST", "/Maths/build")));
            }
            await().atMost(LIMIT)
                    .until(() -> answers.stream().filter(Future::isDone).count() == 26);
            stage.projects.remote.countDown();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Answer> answer : answers) {
                statuses.add(answer.get().status());
            }
            assertThat(statuses).containsOnly(202, 503);
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void runningAndWaitingBuildsAreCancelledOnce() throws Exception {
        stage.push(FIRST, BuildState.RUNNING);
        stage.queue.request(MATHS, commit(2), Trigger.API);
        assertThat(stage.send("POST", "/Maths/" + commit(2) + "/cancel").status())
                .isEqualTo(202);
        assertThat(stage.send("POST", "/Maths/" + FIRST + "/cancel").status()).isEqualTo(202);
        await().atMost(LIMIT).until(() -> stage.state(FIRST) == BuildState.CANCELLED);
        assertThat(stage.state(commit(2))).isEqualTo(BuildState.CANCELLED);
        Answer late = stage.send("POST", "/Maths/" + FIRST + "/cancel");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text()).contains("cancelled");
        assertThat(stage.send("POST", "/Maths/" + commit(9) + "/cancel").status())
                .isEqualTo(404);
    }

    @Test
    void fullQueueSaysWhenToTryAgain() throws Exception {
        stage.push(FIRST, BuildState.RUNNING);
        for (int i = 2; i <= 101; i++) {
            assertThat(stage.get("/Maths/" + commit(i) + "/build").status()).isEqualTo(202);
        }
        Answer full = stage.get("/Maths/" + commit(102) + "/build");
        assertThat(full.status()).isEqualTo(503);
        assertThat(full.header("Retry-After")).isEqualTo("60");
        assertThat(stage.store.find(MATHS, commit(102))).isEmpty();
        assertThat(stage.get("/metrics").text()).contains("galley_queue_waiting 100\n", "galley_queue_running 1\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Nothing/build", "/Nothing/%s/build", "/Nothing/%s/cancel", "/Maths/abc/build"})
    void unknownPlaceIsNotFound(String target) throws IOException {
        assertThat(stage.send("POST", String.format(target, FIRST)).status()).isEqualTo(404);
    }

    @Test
    void bodyOfACommandIsReadAndLimited() throws Exception {
        stage.projects.newest = Optional.of(FIRST);
        assertThat(RawClient.send(stage.port(), RawClient.request("POST", "/Maths/build", "{}"))
                        .status())
                .isEqualTo(202);
        assertThat(RawClient.send(stage.port(), RawClient.request("POST", "/Maths/build", "x".repeat(70_000)))
                        .status())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({
        "post, /Maths, 'GET, HEAD, OPTIONS, POST'",
        "PUT, /Maths, 'GET, HEAD, OPTIONS, POST'",
        "TRACE, /Maths, 'GET, HEAD, OPTIONS, POST'",
        "GET, /Maths/build, 'OPTIONS, POST'",
        "POST, /Maths/pdf, 'GET, HEAD, OPTIONS'",
        "DELETE, /, 'GET, HEAD, OPTIONS'",
        "POST, /healthz, 'GET, HEAD, OPTIONS'"
    })
    void wrongMethodIsToldTheRightOnes(String method, String target, String allow) throws IOException {
        Answer answer = stage.send(method, target);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo(allow);
        Answer options = stage.send("OPTIONS", target);
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).isEqualTo(allow);
    }

    @Test
    void webhookIsHandedOn() throws IOException {
        for (String target : new String[] {"/Maths", "/Maths/", "/api/Maths"}) {
            Answer answer = stage.send("POST", target);
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.text()).isEqualTo("webhook [Maths]\n");
        }
    }

    @Test
    void pageOfAnotherSiteMayNotPost() throws IOException {
        for (String target : new String[] {"/Maths", "/Maths/build", "/Maths/" + FIRST + "/build"}) {
            assertThat(stage.send("POST", target, "Origin: https://evil.example")
                            .status())
                    .isEqualTo(403);
        }
        assertThat(stage.store.find(MATHS, FIRST)).isEmpty();
        assertThat(stage.send("POST", "/Maths/" + FIRST + "/build", "Origin: http://localhost:8000")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void passwordGuardsAllButTheBadgeTheHealthAndTheWebhook() throws Exception {
        stage.close();
        stage = new Stage(
                folder, new WebSettings("localhost", null, List.of(), new Credentials("geheim", new byte[32]), "1"));
        stage.push(FIRST, BuildState.SUCCESS);
        String right = "Authorization: Basic "
                + Base64.getEncoder().encodeToString("ada:geheim".getBytes(StandardCharsets.UTF_8));
        String wrong = "Authorization: Basic "
                + Base64.getEncoder().encodeToString("ada:geraten".getBytes(StandardCharsets.UTF_8));
        int somebodyElse = 0;
        for (String target : new String[] {
            "/",
            "/Maths",
            "/api/Maths",
            "/Maths/pdf",
            "/Maths/log",
            "/Maths/status",
            "/Maths/" + FIRST,
            "/metrics",
            "/openapi.json",
            "/nothing",
            "/Maths/" + FIRST + "/build"
        }) {
            Answer refused = stage.get(target);
            assertThat(refused.status()).as(target).isEqualTo(401);
            assertThat(refused.header("WWW-Authenticate")).startsWith("Basic ");
            String somebody = "X-Real-IP: 192.0.2." + ++somebodyElse;
            assertThat(stage.get(target, wrong, somebody).status()).as(target).isEqualTo(401);
            assertThat(stage.get(target, right).status()).as(target).isIn(200, 404);
        }
        assertThat(stage.send("POST", "/Maths/" + FIRST + "/build").status()).isEqualTo(401);
        assertThat(stage.send("DELETE", "/Maths").status()).isEqualTo(401);
        assertThat(stage.send("POST", "/Maths").status()).isEqualTo(202);
        for (String open : new String[] {"/Maths/svg", "/Maths/" + FIRST + "/svg", "/healthz", "/api/healthz"}) {
            assertThat(stage.get(open).status()).as(open).isEqualTo(200);
            assertThat(stage.send("HEAD", open).status()).as(open).isEqualTo(200);
        }
    }
}
