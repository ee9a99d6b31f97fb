package ci.galley.status;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.Build;
import ci.galley.model.BuildState;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what is sent against GitHub's own description of its REST API. */
class OpenApiTest {
    private static final Path DESCRIPTION =
            Path.of("src/test/npm/node_modules/@octokit/openapi/generated/api.github.com.json");
    private static final String PATH = "/repos/{owner}/{repo}/statuses/{sha}";
    private static final Map<String, JsonToken> TYPES =
            Map.of("string", JsonToken.VALUE_STRING, "integer", JsonToken.VALUE_NUMBER_INT);

    private static JsonNode operation;
    private static JsonNode schema;

    @BeforeAll
    static void readDescription() throws IOException {
        assertThat(DESCRIPTION)
                .as("GitHub's OpenAPI description; run scripts/test.sh or, in src/test/npm, npm ci")
                .isRegularFile();
        operation = subtree("paths", PATH, "post");
        schema = operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
    }

    static Stream<Build> everyBuild() {
        return Stream.of(
                Builds.queued(),
                Builds.running(),
                Builds.success(),
                Builds.ended(
                        BuildState.FAILURE, "Document.tex:12: Undefined control sequence \\foo " + "x".repeat(300)),
                Builds.ended(BuildState.ERROR, "\ud83d\udc1b \u0000"),
                Builds.ended(BuildState.CANCELLED, ""));
    }

    @ParameterizedTest
    @MethodSource("everyBuild")
    void bodyIsAsGitHubDescribesIt(Build build) throws IOException {
        for (URI domain : Arrays.asList(URI.create("https://ci.example.com"), null)) {
            JsonNode body = new ObjectMapper()
                    .readTree(CommitStatus.of(build, "ada/maths", domain).json());
            assertThat(faults(body)).isEmpty();
        }
    }

    @Test
    void methodAndPathAreThoseOfTheDescription() {
        CommitStatus status = CommitStatus.of(Builds.success(), "ada/maths", null);
        URI address = new GitHubClient(new GitHubSettings(URI.create("https://api.github.com"), "t", null, "0"))
                .address(status);
        String pattern = PATH.replaceAll("\\{[a-z]+}", "[^/]+");
        assertThat(address.getHost()).isEqualTo("api.github.com");
        assertThat(address.getRawPath()).matches(Pattern.compile(pattern));
        assertThat(operation.path("operationId").asText()).isEqualTo("repos/create-commit-status");
        assertThat(operation.path("responses").has("201")).isTrue();
        assertThat(operation.path("requestBody").path("content").has("application/json"))
                .isTrue();
    }

    /** A check that finds nothing would be green whatever is sent. */
    @Test
    void checkFindsPlantedFaults() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        assertThat(faults(mapper.readTree("{}"))).containsExactly("state is missing");
        assertThat(faults(mapper.readTree("{\"state\": \"queued\"}"))).hasSize(1);
        assertThat(faults(mapper.readTree("{\"state\": \"error\", \"context\": null}")))
                .hasSize(1);
        assertThat(faults(mapper.readTree("{\"state\": \"error\", \"description\": 5}")))
                .hasSize(1);
        assertThat(faults(mapper.readTree("{\"state\": \"error\", \"targetUrl\": \"x\"}")))
                .hasSize(1);
    }

    private static List<String> faults(JsonNode body) {
        List<String> faults = new ArrayList<>();
        schema.path("required").forEach(name -> {
            if (!body.has(name.asText())) {
                faults.add(name.asText() + " is missing");
            }
        });
        body.properties().forEach(field -> faultsOf(field.getKey(), field.getValue(), faults));
        return faults;
    }

    private static void faultsOf(String name, JsonNode value, List<String> faults) {
        JsonNode rule = schema.path("properties").path(name);
        if (rule.isMissingNode()) {
            faults.add(name + " is unknown");
        } else if (value.isNull() ? !rule.path("nullable").asBoolean() : !isOfType(value, rule)) {
            faults.add(name + " is " + value);
        } else if (rule.has("enum") && !contains(rule.path("enum"), value)) {
            faults.add(name + " is " + value);
        } else if (rule.has("maxLength")
                && value.asText().length() > rule.path("maxLength").asInt()) {
            faults.add(name + " is too long");
        }
    }

    private static boolean isOfType(JsonNode value, JsonNode rule) {
        String type = rule.path("type").asText();
        assertThat(TYPES).as("types this test knows").containsKey(type);
        return value.asToken() == TYPES.get(type);
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode each : values) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }

    /** Reads one piece of the description, which as a whole would take more memory than the tests have. */
    private static JsonNode subtree(String... names) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        try (JsonParser json = mapper.createParser(Files.newInputStream(DESCRIPTION))) {
            json.nextToken();
            for (String name : names) {
                assertThat(find(json, name)).as("%s in %s", name, DESCRIPTION).isTrue();
            }
            return mapper.readTree(json);
        }
    }

    private static boolean find(JsonParser json, String name) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = json.currentName().equals(name);
            json.nextToken();
            if (found) {
                return true;
            }
            json.skipChildren();
        }
        return false;
    }
}
