package ci.galley.web;

import static ci.galley.web.Stage.FIRST;
import static ci.galley.web.Stage.MATHS;
import static ci.galley.web.Stage.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ci.galley.model.BuildState;
import ci.galley.model.CommitHash;
import ci.galley.model.Project;
import ci.galley.model.ProjectName;
import ci.galley.model.Trigger;
import ci.galley.store.BuildStore;
import ci.galley.support.http.EventReader;
import ci.galley.support.http.EventReader.Event;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told as it happens. */
class EventsTest {
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

    private EventReader read(String path, String... headers) {
        return new EventReader(URI.create("http://localhost:" + stage.port() + path), headers);
    }

    private EventReader follow(CommitHash commit, String... headers) {
        return read("/Maths/" + commit + "/events", headers);
    }

    private static JsonNode json(Event event) {
        try {
            return JSON.readTree(event.data());
        } catch (IOException e) {
            throw new AssertionError(event.toString(), e);
        }
    }

    private static Predicate<Event> build(CommitHash commit, BuildState state) {
        return event -> event.type().equals("build")
                && json(event).get("commit").textValue().equals(commit.value())
                && json(event).get("state").textValue().equals(state.word());
    }

    private static Predicate<Event> logWith(String text) {
        return event -> event.type().equals("log")
                && json(event).get("text").textValue().contains(text);
    }

    /** The text of the log events, which must join on to one another. */
    private static String text(List<Event> events) {
        StringBuilder text = new StringBuilder();
        events.stream().filter(event -> event.type().equals("log")).forEach(event -> {
            JsonNode log = json(event);
            int bytes = text.toString().getBytes(StandardCharsets.UTF_8).length;
            assertThat(log.get("offset").intValue()).isEqualTo(bytes);
            text.append(log.get("text").textValue());
            assertThat(event.id())
                    .startsWith(log.get("attempt").intValue() + ":"
                            + text.toString().getBytes(StandardCharsets.UTF_8).length + ":");
        });
        return text.toString();
    }

    @Test
    void allLastBuildsComeFirstThenEveryChange() throws Exception {
        stage.projects.put(new Project(new ProjectName("Thesis"), "master", null, null));
        stage.push(commit(1), BuildState.FAILURE);
        stage.push(commit(2), BuildState.SUCCESS);
        for (String prefix : new String[] {"", "/api"}) {
            try (EventReader events = read(prefix + "/events")) {
                assertThat(events.next().data())
                        .isEqualTo(new String(
                                BuildStore.json(
                                        stage.store.find(MATHS, commit(2)).orElseThrow()),
                                StandardCharsets.UTF_8));
                stage.queue.rebuild(MATHS, commit(1), Trigger.API);
                assertThat(events.until(build(commit(1), BuildState.FAILURE)))
                        .allMatch(event -> event.type().equals("build") && event.id() == null);
            }
        }
    }

    @Test
    void followerGetsTheRecordThenTheLogThenWhateverChanges() throws Exception {
        stage.push(FIRST, BuildState.RUNNING);
        try (EventReader events = follow(FIRST)) {
            assertThat(build(FIRST, BuildState.RUNNING)).accepts(events.next());
            List<Event> seen = new ArrayList<>(events.until(logWith("This is build 1")));
            stage.log().say("More.");
            seen.addAll(events.until(logWith("More.")));
            stage.release();
            seen.addAll(events.until(build(FIRST, BuildState.SUCCESS)));
            assertThat(text(seen))
                    .isEqualTo(stage.get("/Maths/" + FIRST + "/log").text());
            stage.push(commit(2), "draft", BuildState.FAILURE);
            assertThat(events.until(build(commit(2), BuildState.FAILURE)))
                    .noneMatch(event -> event.type().equals("log"));
        }
    }

    @Test
    void charactersAreNotSplit() throws Exception {
        stage.push(FIRST, BuildState.RUNNING);
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        try (EventReader events = follow(FIRST)) {
            OutputStream out = stage.log().output();
            out.write(euro, 0, 1);
            out.write("x€".getBytes(StandardCharsets.UTF_8));
            List<Event> seen = new ArrayList<>(events.until(logWith("\uFFFDx€")));
            out.write(euro, 0, 2);
            stage.queue.request(MATHS, commit(2), Trigger.API);
            seen.addAll(events.until(event -> event.type().equals("build")));
            assertThat(json(seen.get(seen.size() - 2)).get("text").textValue()).endsWith("x€");
            out.write(euro, 2, 1);
            assertThat(json(events.until(logWith("")).get(0)).get("text").textValue())
                    .startsWith("€");
            out.write(euro, 0, 2);
            stage.release();
            // Nothing will complete it any more.
            events.until(logWith("\uFFFD"));
        }
    }

    @Test
    void followerThatComesAgainGetsTheRestOnly() throws Exception {
        stage.push(FIRST, BuildState.RUNNING);
        String id;
        try (EventReader events = follow(FIRST)) {
            List<Event> seen = events.until(logWith("This is build 1"));
            id = String.valueOf(seen.get(seen.size() - 1).id());
        }
        stage.log().say("Written while nobody listened.");
        for (String known : new String[] {id, id.substring(0, id.lastIndexOf(':'))}) {
            try (EventReader events = follow(FIRST, "Last-Event-ID", known)) {
                List<Event> seen = events.until(event -> event.type().equals("log"));
                assertThat(json(seen.get(seen.size() - 1)).get("text").textValue())
                        .isEqualTo("--- Written while nobody listened.\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1", "2:5", "0:5", "1:99999", "1:-5", "1:5:1", "1:99999999999999999999", "1:5:x"})
    void unknownIdBeginsAtTheStart(String id) throws Exception {
        stage.push(FIRST, BuildState.SUCCESS);
        try (EventReader events = follow(FIRST, "Last-Event-ID", id)) {
            List<Event> seen = events.until(logWith(""));
            assertThat(text(seen))
                    .isEqualTo(stage.get("/Maths/" + FIRST + "/log").text());
        }
    }

    @Test
    void newAttemptBeginsItsLogAnew() throws Exception {
        stage.push(FIRST, BuildState.FAILURE);
        try (EventReader events = follow(FIRST)) {
            events.until(logWith("This is build 1"));
            stage.queue.rebuild(MATHS, FIRST, Trigger.API);
            List<Event> seen = events.until(logWith(""));
            Event log = seen.get(seen.size() - 1);
            assertThat(json(log).get("attempt").intValue()).isEqualTo(2);
            assertThat(json(log).get("offset").intValue()).isZero();
            assertThat(json(log).get("text").textValue()).contains("This is build 2");
        }
    }

    @Test
    void attemptThatWaitsShowsNoLogOfTheOneBefore() throws Exception {
        stage.push(FIRST, BuildState.FAILURE);
        stage.push(commit(2), BuildState.RUNNING);
        stage.queue.rebuild(MATHS, FIRST, Trigger.API);
        try (EventReader events = follow(FIRST, "Last-Event-ID", "1:5")) {
            assertThat(build(FIRST, BuildState.QUEUED)).accepts(events.next());
            stage.release();
            List<Event> seen = events.until(logWith(""));
            assertThat(text(seen)).startsWith("--- This is build 2");
        }
    }

    @Test
    void largeLogComesWholeInPieces() throws Exception {
        stage.push(FIRST, BuildState.RUNNING);
        stage.log().output().write("äöü€😀\n".repeat(50_000).getBytes(StandardCharsets.UTF_8));
        stage.release();
        await().atMost(Stage.LIMIT).until(() -> stage.state(FIRST) == BuildState.SUCCESS);
        String log = stage.get("/Maths/" + FIRST + "/log").text();
        try (EventReader events = follow(FIRST)) {
            List<Event> seen = new ArrayList<>();
            int bytes = 0;
            while (bytes < log.getBytes(StandardCharsets.UTF_8).length) {
                Event event = events.next();
                seen.add(event);
                if (event.type().equals("log")) {
                    String text = json(event).get("text").textValue();
                    assertThat(json(event).get("offset").intValue()).isEqualTo(bytes);
                    bytes += text.getBytes(StandardCharsets.UTF_8).length;
                }
            }
            assertThat(seen).hasSizeGreaterThan(10);
            assertThat(String.join(
                            "",
                            seen.stream()
                                    .filter(event -> event.type().equals("log"))
                                    .map(event -> json(event).get("text").textValue())
                                    .toList()))
                    .isEqualTo(log);
        }
    }

    @Test
    void lineIsToldWithin300Milliseconds() throws Exception {
        stage.push(FIRST, BuildState.RUNNING);
        try (EventReader events = follow(FIRST)) {
            events.until(logWith("This is build 1"));
            List<Long> millis = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                long start = System.nanoTime();
                stage.log().say("Line " + i + ".");
                events.until(logWith("Line " + i + "."));
                millis.add((System.nanoTime() - start) / 1_000_000);
            }
            assertThat(millis.stream().sorted().toList().get(17)).isLessThan(300);
        }
    }

    @Test
    void unknownBuildHasNoStream() throws Exception {
        assertThat(stage.get("/Maths/" + FIRST + "/events").status()).isEqualTo(404);
        assertThat(stage.get("/Nothing/" + FIRST + "/events").status()).isEqualTo(404);
    }
}
