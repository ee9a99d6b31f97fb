package ci.galley.frontdoor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.CommitHash;
import ci.galley.readme.Nginx;
import ci.galley.readme.Readme;
import ci.galley.support.http.EventReader;
import ci.galley.support.http.EventReader.Event;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page that follows builds of real documents. */
@Tag("front-door")
class EventStreamTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENDLESS =
            "\\newcount\\n\\loop\\advance\\n by 1\\message{line \\the\\n}\\iftrue\\repeat";

    @TempDir
    Path folder;

    private static JsonNode json(Event event) {
        try {
            return JSON.readTree(event.data());
        } catch (JsonProcessingException e) {
            throw new AssertionError(event.toString(), e);
        }
    }

    private static boolean is(Event event, CommitHash commit, String state) {
        return event.type().equals("build")
                && json(event).path("commit").asText().equals(commit.value())
                && json(event).path("state").asText().equals(state);
    }

    private static boolean ends(Event event, CommitHash commit) {
        return event.type().equals("build")
                && json(event).path("commit").asText().equals(commit.value())
                && !Galley.isOpen(json(event));
    }

    /** What a page has that puts each text where it belongs; texts must join on. */
    private static final class Page {
        private byte[] log = new byte[0];
        private String lastEventId = "";

        void take(Event event) {
            if (event.type().equals("log")) {
                int offset = json(event).path("offset").asInt();
                assertThat(offset).isIn(0, log.length);
                String before = new String(log, 0, offset, UTF_8);
                log = (before + json(event).path("text").asText()).getBytes(UTF_8);
                lastEventId = String.valueOf(event.id());
            }
        }
    }

    @Test
    void pushIsSeenFromQueuedToSuccessWithItsWholeLog() throws IOException {
        try (Galley galley = Galley.start()) {
            Upstream maths = galley.project("Maths");
            try (EventReader all = new EventReader(galley.address("/api/events"))) {
                CommitHash commit = maths.document("Grüße.").commit("Greet");
                galley.push(maths, commit);
                Page page = new Page();
                try (EventReader events = new EventReader(galley.address("/api/Maths/" + commit + "/events"))) {
                    events.until(event -> {
                        page.take(event);
                        return ends(event, commit);
                    });
                    String log = galley.get("/api/Maths/" + commit + "/log").body();
                    while (page.log.length < log.getBytes(UTF_8).length) {
                        page.take(events.next());
                    }
                    assertThat(new String(page.log, UTF_8)).isEqualTo(log);
                }
                assertThat(all.until(event -> is(event, commit, "success")))
                        .anyMatch(event -> is(event, commit, "running"));
            }
        }
    }

    @Test
    void nothingIsLostOrDoubledAcrossRestarts() {
        try (Galley galley = Galley.start()) {
            Upstream maths = galley.project("Maths");
            CommitHash endless = maths.document(ENDLESS).commit("Never ends");
            galley.push(maths, endless);
            Page page = new Page();
            URI address = galley.address("/api/Maths/" + endless + "/events");
            try (EventReader events = new EventReader(address)) {
                events.until(event -> {
                    page.take(event);
                    return page.log.length > 20_000;
                });
                galley.restart();
                assertThat(events.until(event -> event.type().equals("end")).stream()
                                .reduce((one, other) -> other))
                        .contains(new Event("end", null, "in order"));
            }
            // Its log begins again, and so does the page's.
            try (EventReader events = new EventReader(
                    galley.address("/api/Maths/" + endless + "/events"), "Last-Event-ID", page.lastEventId)) {
                List<Event> seen =
                        new ArrayList<>(events.until(event -> event.type().equals("log")));
                assertThat(json(seen.get(seen.size() - 1)).path("offset").asInt())
                        .isZero();
                seen.forEach(page::take);
                galley.post("/api/Maths/" + endless + "/cancel");
                events.until(event -> {
                    page.take(event);
                    return is(event, endless, "cancelled");
                });
                String log = galley.get("/api/Maths/" + endless + "/log").body();
                while (page.log.length < log.getBytes(UTF_8).length) {
                    page.take(events.next());
                }
                assertThat(new String(page.log, UTF_8)).isEqualTo(log);
            }
            galley.restart();
            try (EventReader events = new EventReader(
                    galley.address("/api/Maths/" + endless + "/events"), "Last-Event-ID", page.lastEventId)) {
                assertThat(is(events.next(), endless, "cancelled")).isTrue();
                CommitHash next = maths.document("Ends.").commit("End");
                galley.push(maths, next);
                assertThat(events.until(event -> is(event, next, "success")))
                        .allMatch(event -> event.type().equals("build"));
            }
        }
    }

    @Test
    void streamsPassThroughNginxAtOnce() throws IOException {
        try (Galley galley = Galley.start()) {
            Upstream maths = galley.project("Maths");
            Readme readme = Readme.read();
            for (String site : List.of(readme.nginxSite(), readme.predecessorSite())) {
                try (Nginx nginx = Nginx.start(Files.createTempDirectory(folder, "site"), site, galley.port());
                        EventReader all =
                                new EventReader(URI.create("http://127.0.0.1:" + nginx.port() + "/api/events"))) {
                    CommitHash commit =
                            maths.document("Through " + nginx.port()).commit("Push");
                    galley.push(maths, commit);
                    URI address = URI.create("http://127.0.0.1:" + nginx.port() + "/api/Maths/" + commit + "/events");
                    try (EventReader events = new EventReader(address)) {
                        assertThat(events.until(event -> ends(event, commit)))
                                .anyMatch(event -> event.type().equals("log"));
                    }
                    all.until(event -> is(event, commit, "success"));
                }
            }
        }
    }

    @Test
    void streamNeedsThePassword() {
        try (Galley galley = Galley.start("PASSWORD", "open sesame")) {
            assertThat(galley.get("/api/events").statusCode()).isEqualTo(401);
        }
    }
}
