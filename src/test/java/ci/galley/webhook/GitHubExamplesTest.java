package ci.galley.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.Build;
import ci.galley.model.FixedProjects;
import ci.galley.model.Push;
import ci.galley.queue.BuildQueue.Admission;
import ci.galley.support.http.HttpException;
import ci.galley.support.http.Response;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every event that GitHub gives an example of. */
class GitHubExamplesTest {
    private static final Path EXAMPLES =
            Path.of("src/test/npm/node_modules/@octokit/webhooks-examples/api.github.com/index.json");

    private final List<Push> pushes = new ArrayList<>();
    private final WebhookHandler matching = handler("https://github.com/codertocat/hello-world.git");
    private final WebhookHandler other = handler("git@github.com:ada/maths.git");

    private WebhookHandler handler(String remote) {
        return new WebhookHandler(
                new FixedProjects().with("Maths", remote),
                (push, tracked) -> {
                    pushes.add(push);
                    Build build = Build.queued(
                            push.project(), push.commit(), 1, push.branch(), push.trigger(), Instant.EPOCH);
                    return new Admission(build, true);
                },
                build -> "{}".getBytes(StandardCharsets.UTF_8),
                Event.SECRET);
    }

    private static List<JsonNode> events() throws IOException {
        assertThat(EXAMPLES)
                .as("GitHub's example events; run scripts/test.sh or, in src/test/npm, npm ci")
                .isRegularFile();
        JsonNode events = new ObjectMapper().readTree(EXAMPLES.toFile());
        return StreamSupport.stream(events.spliterator(), false).toList();
    }

    @Test
    void allExamplesAreThere() throws IOException {
        assertThat(Files.size(EXAMPLES)).isPositive();
        assertThat(events()).hasSize(58);
        assertThat(events().stream()
                        .mapToInt(event -> event.path("examples").size())
                        .sum())
                .isEqualTo(329);
    }

    @TestFactory
    Stream<DynamicTest> everyExampleIsAnsweredAndOnlyPushesToTheBranchAreBuilt() throws IOException {
        return events().stream()
                .map(event -> DynamicTest.dynamicTest(event.path("name").asText(), () -> {
                    for (JsonNode example : event.path("examples")) {
                        check(event.path("name").asText(), example);
                    }
                }));
    }

    private void check(String name, JsonNode example) throws IOException {
        boolean build = name.equals("push") && example.path("ref").asText().equals("refs/heads/master");
        pushes.clear();
        assertThat(status(matching, name, example)).isEqualTo(build ? 202 : 200);
        assertThat(pushes).hasSize(build ? 1 : 0);
        assertThat(status(other, name, example)).isEqualTo(build ? 422 : 200);
        assertThat(pushes).hasSize(build ? 1 : 0);
    }

    private static int status(WebhookHandler handler, String name, JsonNode example) throws IOException {
        try {
            Response response =
                    handler.handle(Event.of(name, example.toString()).signed());
            return response.status();
        } catch (HttpException e) {
            return e.status();
        }
    }
}
