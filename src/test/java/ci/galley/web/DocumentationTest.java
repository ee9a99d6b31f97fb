package ci.galley.web;

import static ci.galley.web.Stage.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.BuildState;
import ci.galley.store.BuildStore;
import ci.galley.support.http.RawClient.Answer;
import ci.galley.support.http.Router;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds {@code openapi.json} against the real addresses. */
class DocumentationTest {
    @TempDir
    Path folder;

    private Stage stage;
    private JsonNode document;

    @BeforeEach
    void start() throws Exception {
        stage = new Stage(folder, Stage.open());
        stage.push(FIRST, BuildState.SUCCESS);
        stage.projects.newest = Optional.of(FIRST);
        document = new ObjectMapper().readTree(stage.get("/openapi.json").body());
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void itNamesTheVersion() {
        assertThat(document.get("info").get("version").textValue()).isEqualTo("1.2.3");
    }

    @Test
    void everyAddressIsDocumentedAndNoOther() {
        Set<String> real = new TreeSet<>();
        for (Router.Route route : stage.web.router().routes()) {
            route.methods().forEach(method -> real.add(method + " " + route.pattern()));
        }
        assertThat(documented()).isEqualTo(real);
    }

    @Test
    void everyDocumentedAddressAnswersAsItSays() throws IOException {
        for (String operation : documented()) {
            String[] parts = operation.split(" ", 2);
            JsonNode responses = document.get("paths")
                    .get(parts[1])
                    .get(parts[0].toLowerCase(Locale.ROOT))
                    .get("responses");
            String target = parts[1].replace("{project}", "Maths")
                    .replace("{commit}", FIRST.value())
                    .replace("/source", "/source?file=a.tex&line=1")
                    .replace("{folder}/{file}", "maps/A-B.bcmap")
                    .replace("{file}", "plain.css");
            for (String prefix : new String[] {"", "/api"}) {
                Answer answer = stage.send(parts[0], prefix + target);
                JsonNode response = responses.get(String.valueOf(answer.status()));
                assertThat(response).as(operation + " gives " + answer.status()).isNotNull();
                checkBody(operation, response, answer);
                if (answer.status() == 200) {
                    assertThat(types(response))
                            .as(operation)
                            .containsAnyOf(answer.header("Content-Type").split(";", 2)[0], "*/*");
                }
            }
        }
    }

    /** A check that finds nothing would be green whatever is sent. */
    @Test
    void checkFindsPlantedFaults() throws IOException {
        JsonNode schema = document.at("/components/schemas/ProjectList");
        ObjectMapper mapper = new ObjectMapper();
        JsonNode good = mapper.readTree(stage.get("/api/").body());
        assertThat(SchemaCheck.faults(document, schema, good)).isEmpty();
        for (String[] planted : new String[][] {
            {"\"state\":\"success\"", "\"state\":\"done\""},
            {"\"attempt\":1", "\"attempt\":\"1\""},
            {"\"attempt\":1", "\"attempt\":0"},
            {"\"trigger\":", "\"cause\":"},
            {"\"projects\":[", "\"projects\":[1,"}
        }) {
            String bad = good.toString().replace(planted[0], planted[1]);
            assertThat(bad).isNotEqualTo(good.toString());
            assertThat(SchemaCheck.faults(document, schema, mapper.readTree(bad)))
                    .as(planted[1])
                    .isNotEmpty();
        }
    }

    private void checkBody(String operation, JsonNode response, Answer answer) throws IOException {
        JsonNode described = response.has("$ref")
                ? document.at(response.get("$ref").textValue().substring(1))
                : response;
        String type = answer.header("Content-Type").split(";", 2)[0];
        JsonNode schema = described.path("content").path(type).path("schema");
        if (type.endsWith("json") && answer.body().length > 0 && !schema.isMissingNode()) {
            JsonNode body = new ObjectMapper().readTree(answer.body());
            assertThat(SchemaCheck.faults(document, schema, body))
                    .as(operation + " gives " + body)
                    .isEmpty();
        }
    }

    @Test
    void recordHasTheDocumentedFields() throws IOException {
        JsonNode record = new ObjectMapper()
                .readTree(BuildStore.json(stage.store.find(Stage.MATHS, FIRST).orElseThrow()));
        List<String> fields = new ArrayList<>();
        record.fieldNames().forEachRemaining(fields::add);
        List<String> required = new ArrayList<>();
        document.at("/components/schemas/Record/required").forEach(field -> required.add(field.textValue()));
        assertThat(fields).containsAll(required);
    }

    @Test
    void everyReferenceMeansSomething() {
        List<JsonNode> references = document.findValues("$ref");
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.textValue().substring(1)).isMissingNode())
                        .as(reference.textValue())
                        .isFalse());
    }

    private Set<String> documented() {
        Set<String> operations = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            path.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
        }
        return operations;
    }

    private static List<String> types(JsonNode response) {
        List<String> types = new ArrayList<>();
        if (response.has("content")) {
            response.get("content").fieldNames().forEachRemaining(types::add);
        }
        return types;
    }
}
