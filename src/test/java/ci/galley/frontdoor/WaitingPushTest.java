package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.CommitHash;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is shown of a push while its build waits: what the event says of the commit. */
@Tag("front-door")
class WaitingPushTest {
    private static final String ZEROS = "0".repeat(40);
    private static final String HOSTILE = "</script><img src=x onerror=alert(1)>\u202e\u0000\"\\";

    private static Galley galley;
    private static Upstream maths;
    private static CommitHash endless;

    /** A build that holds up all others of its project. */
    @BeforeAll
    static void start() {
        galley = Galley.start("SECRET", "correct horse");
        maths = galley.project("Maths");
        endless = maths.document("\\def\\x{\\x}\\x").commit("Never ends");
        galley.push(maths, endless);
        galley.awaitBuild(
                "Maths", endless, record -> record.path("state").asText().equals("running"));
    }

    @AfterAll
    static void stop() {
        galley.close();
    }

    @Test
    void subjectAuthorAndDateAreThoseOfTheEventUntilGitKnowsBetter() {
        Upstream upstream = galley.project("Waits");
        CommitHash first = upstream.document("\\def\\x{\\x}\\x").commit("Never ends");
        galley.push(upstream, first);
        CommitHash second = upstream.document("Fine.").commit("What git says");
        ObjectNode push = push(upstream.fullName(), second.value(), "What the event says\n\nAt length.\n");

        JsonNode waiting = accepted(galley.deliver("Waits", push));

        assertThat(waiting.path("state").asText()).isEqualTo("queued");
        assertThat(waiting.path("message").asText()).isEqualTo("What the event says\n\nAt length.");
        assertThat(waiting.path("author").asText()).isEqualTo("Émilie du Châtelet");
        assertThat(waiting.path("committedAt").asText()).isEqualTo("2026-11-22T08:00:00Z");
        assertThat(galley.status("Waits", second)).isEqualTo(waiting);
        galley.post("/Waits/" + first + "/cancel");
        JsonNode built = galley.awaitBuild("Waits", second);
        assertThat(built.path("state").asText()).as(built.toString()).isEqualTo("success");
        assertThat(built.path("message").asText()).isEqualTo("What git says");
        assertThat(built.path("author").asText()).isEqualTo("Ada");
    }

    @Test
    void hostileTextIsText() {
        JsonNode record = waiting(
                "1",
                push -> head(push).put("message", HOSTILE).putObject("author").put("name", HOSTILE));
        assertThat(record.path("message").asText()).isEqualTo(HOSTILE);
        assertThat(record.path("author").asText()).isEqualTo(HOSTILE);
    }

    @Test
    void longTextIsCut() {
        JsonNode record = waiting(
                "2",
                push -> head(push)
                        .put("message", "m".repeat(60_000))
                        .putObject("author")
                        .put("name", "a".repeat(60_000)));
        assertThat(record.path("message").asText()).hasSize(16_384).endsWith("m…");
        assertThat(record.path("author").asText()).hasSize(256).endsWith("a…");
    }

    @Test
    void whatCannotBeUsedIsLeftOutAndTheBuildWaitsAllTheSame() {
        assertNothingSaid(waiting("3", push -> head(push).put("id", endless.value())));
        assertNothingSaid(waiting("4", push -> push.put("head_commit", "a string")));
        assertNothingSaid(waiting("5", push -> push.putNull("head_commit")));
        assertNothingSaid(waiting("6", push -> head(push).put("message", "m".repeat(3_000_000))));
        assertNothingSaid(waiting("7", push -> head(push).put("timestamp", "yesterday")));
        assertNothingSaid(waiting("8", push -> head(push).put("author", "Ada")));
        assertNothingSaid(waiting("9", push -> head(push).putArray("message").add("Prove lemma 3")));
    }

    private static void assertNothingSaid(JsonNode record) {
        assertThat(record.path("state").asText()).isEqualTo("queued");
        for (String name : new String[] {"message", "author", "committedAt"}) {
            assertThat(record.path(name).isNull()).as(record.toString()).isTrue();
        }
    }

    /** Changes an event. */
    @FunctionalInterface
    private interface Change {
        void to(ObjectNode push);
    }

    /** The record of a commit that waits, of an event that is different in one thing. */
    private static JsonNode waiting(String digit, Change change) {
        String commit = digit.repeat(40);
        ObjectNode push = push(maths.fullName(), commit, "Prove lemma 3");
        change.to(push);
        return accepted(galley.deliver("Maths", push));
    }

    private static ObjectNode push(String fullName, String commit, String message) {
        ObjectNode push = Webhook.push(fullName, Upstream.BRANCH, ZEROS, commit);
        push.putObject("head_commit")
                .put("id", commit)
                .put("message", message)
                .put("timestamp", "2026-11-22T09:00:00+01:00")
                .putObject("author")
                .put("name", "Émilie du Châtelet")
                .put("email", "emilie@example.com");
        return push;
    }

    private static ObjectNode head(ObjectNode push) {
        return (ObjectNode) push.path("head_commit");
    }

    private static JsonNode accepted(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return Galley.json(answer);
    }
}
