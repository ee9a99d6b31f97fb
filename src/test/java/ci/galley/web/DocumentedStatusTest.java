package ci.galley.web;

import static ci.galley.web.Stage.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import ci.galley.support.http.RawClient;
import ci.galley.support.http.RawClient.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Provokes each answer that {@code openapi.json} names, so that none of them is a promise that nobody keeps. */
class DocumentedStatusTest {
    private static final CommitHash NEW = Stage.commit(7);
    private static final CommitHash UNDER_WAY = Stage.commit(8);

    /** What has tests of its own: the webhook, wrong passwords, what is full, pictures (the stage's builder makes none). */
    private static final Set<String> ELSEWHERE = Set.of(
            "GET /{project}/png 200",
            "GET /{project}/png 304",
            "GET /{project}/{commit}/png 200",
            "GET /{project}/{commit}/png 304",
            "POST /{project} 200",
            "POST /{project} 400",
            "POST /{project} 401",
            "POST /{project} 404",
            "POST /{project} 413",
            "POST /{project} 415",
            "POST /{project} 422",
            "POST /{project} 503",
            "POST /login 401",
            "POST /login 429",
            "GET /events 503",
            "GET /{project}/{commit}/events 503",
            "POST /{project}/build 503",
            "POST /{project}/{commit}/build 503",
            "GET /{project}/{commit}/build 503",
            "GET /{project}/{commit}/source 503",
            "GET /{project}/{commit}/changes 503");

    @TempDir
    Path folder;

    private final Set<String> provoked = new TreeSet<>();
    private Stage stage;

    @BeforeEach
    void start() throws Exception {
        stage = new Stage(folder, Stage.open());
        stage.push(FIRST, BuildState.SUCCESS);
        stage.projects.newest = Optional.of(FIRST);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void everyDocumentedStatusIsGiven() throws Exception {
        JsonNode document =
                new ObjectMapper().readTree(stage.get("/openapi.json").body());
        Set<String> documented = new TreeSet<>();
        for (var path : document.get("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                String name = operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                operation.getValue().get("responses").fieldNames().forEachRemaining(status -> {
                    documented.add(name + " " + status);
                });
                provoke(name, operation.getValue().get("responses"));
            }
        }
        provokeMore();
        documented.removeAll(ELSEWHERE);
        documented.removeAll(provoked);
        assertThat(documented).isEmpty();
    }

    /** What is the same everywhere. */
    private void provoke(String operation, JsonNode responses) throws IOException {
        // An operation before may have had it built again.
        await().atMost(Stage.LIMIT).until(() -> stage.state(FIRST) == BuildState.SUCCESS);
        String method = operation.split(" ", 2)[0];
        String target = target(operation);
        Answer plain = send(operation, target, "");
        if (responses.has("304")) {
            send(operation, target, "", "If-None-Match: " + plain.header("ETag"));
        }
        if (responses.has("206")) {
            send(operation, target, "", "Range: bytes=0-0");
            send(operation, target, "", "Range: bytes=99999999-");
        }
        if (responses.has("404")) {
            send(
                    operation,
                    target.replace("Maths", "Nothing").replace("plain", "none").replace("A-B", "none"),
                    "");
        }
        if (method.equals("POST")) {
            send(operation, target, "", "Origin: https://evil.example");
            send(operation, target, "x".repeat(70_000), "Content-Type: application/json");
        }
    }

    private void provokeMore() throws Exception {
        stage.trouble = Optional.of("the disk is full");
        send("GET /healthz", "/healthz", "");
        send("POST /login", "/login", "{}", "Content-Type: application/json");
        send("POST /login", "/login", "{\"password\": \"any\"}", "Content-Type: application/json");
        send("GET /{project}", "/api/Maths?limit=many", "");
        send("GET /{project}/{commit}/source", "/Maths/" + FIRST + "/source", "");
        send("GET /{project}/{commit}/build", "/Maths/" + FIRST + "/build", "", "Sec-Fetch-Site: cross-site");
        send("GET /{project}/{commit}/build", "/Maths/" + NEW + "/build", "");
        stage.will(UNDER_WAY, BuildState.RUNNING);
        send("POST /{project}/{commit}/build", "/Maths/" + UNDER_WAY + "/build", "");
        send("POST /{project}/{commit}/cancel", "/Maths/" + UNDER_WAY + "/cancel", "");
        stage.projects.newest = Optional.empty();
        send("POST /{project}/build", "/Maths/build", "");
    }

    private static String target(String operation) {
        return operation
                .split(" ", 2)[1]
                .replace("{project}", "Maths")
                .replace("{commit}", FIRST.value())
                .replace("/source", "/source?file=a.tex&line=1")
                .replace("{folder}/{file}", "maps/A-B.bcmap")
                .replace("{file}", "plain.css");
    }

    private Answer send(String operation, String target, String body, String... headers) throws IOException {
        String method = operation.split(" ", 2)[0];
        Answer answer = RawClient.send(stage.port(), RawClient.request(method, target, body, headers));
        provoked.add(operation + " " + answer.status());
        return answer;
    }
}
