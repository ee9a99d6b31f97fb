package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.CommitHash;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a push does. */
@Tag("front-door")
class PushTest {
    private static final String ZEROS = "0".repeat(40);
    private static final CommitHash UNKNOWN = new CommitHash("1f31488cca82ad562eb9ef7e3e85041ddd29a8ff");

    private static Galley galley;

    @BeforeAll
    static void start() {
        galley = Galley.start("SECRET", "correct horse");
    }

    @AfterAll
    static void stop() {
        galley.close();
    }

    @Test
    void pushBecomesPdfLogBadgeAndRecord() throws IOException {
        Upstream maths = galley.project("Maths");
        CommitHash commit = maths.document("Lemma three holds.").commit("Prove lemma 3\n\nAt last.");

        HttpResponse<String> answer = galley.push(maths, commit);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(Galley.json(answer).path("commit").asText()).isEqualTo(commit.value());
        JsonNode record = galley.awaitBuild("Maths", commit);
        assertThat(record.path("state").asText()).as(record.toString()).isEqualTo("success");
        assertThat(record.path("status").asText()).isEqualTo("success");
        assertThat(record.path("branch").asText()).isEqualTo("main");
        assertThat(record.path("trigger").asText()).isEqualTo("webhook");
        assertThat(record.path("attempt").asInt()).isEqualTo(1);
        assertThat(record.path("message").asText()).isEqualTo("Prove lemma 3\n\nAt last.");
        assertThat(record.path("author").asText()).isEqualTo("Ada");
        assertThat(record.path("durationMs").asLong()).isPositive();
        assertThat(record.path("reason").isNull()).isTrue();
        assertThat(record.path("reported").isNull()).isTrue();
        assertThat(record.path("artifacts").path(0).path("file").asText()).isEqualTo("Document.pdf");
        assertThat(record.path("artifacts").path(0).path("pages").asInt()).isEqualTo(1);
        assertThat(record.path("problems").path("errors").asInt(-1)).isZero();

        assertThat(galley.words("/api/Maths/pdf")).contains("Lemma three holds.");
        assertThat(galley.words("/Maths/" + commit + "/pdf")).contains("Lemma three holds.");
        assertThat(galley.get("/api/Maths/log").body()).contains(">>> git pull").contains(">>> latexmk");
        assertThat(galley.get("/api/Maths/svg").body()).contains("built").contains(commit.abbreviated());
        galley.awaitRest(); // the record gets the picture of the first page
        Path output = galley.output("Maths");
        Path build = output.resolve(commit.value());
        assertThat(build.resolve("Document.pdf")).exists();
        assertThat(build.resolve("Document.aux")).exists();
        assertThat(build.resolve("Document.log")).exists();
        assertThat(build.resolve(".log")).exists();
        assertThat(build.resolve(".problems.json")).exists();
        assertThat(build.resolve(".status.svg")).exists();
        assertThat(output.resolve("last")).isSymbolicLink();
        assertThat(Files.readSymbolicLink(output.resolve("last"))).hasToString(commit.value());
        for (String file : new String[] {"Document.pdf", ".log", ".status.json", ".status.svg"}) {
            assertThat(output.resolve(file)).hasSameBinaryContentAs(build.resolve(file));
        }
        assertThat(Files.readString(build.resolve(".status.json")))
                .isEqualTo(galley.status("Maths", commit).toString());
        assertThat(galley.projects().resolve("Maths").resolve("Document.tex"))
                .content()
                .contains("Lemma three");
    }

    @Test
    void pingIsAnsweredPong() {
        galley.project("Ping");
        HttpResponse<String> answer = galley.event("Ping", "ping", "{\"zen\": \"x\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("pong");
    }

    @Test
    void firstPushToAFreshCloneIsBuilt() {
        Upstream upstream = galley.project("Fresh");
        assertThat(galley.build(upstream, upstream.head()).path("state").asText())
                .isEqualTo("success");
    }

    @Test
    void forcedPushIsBuilt() {
        Upstream upstream = galley.project("Forced");
        CommitHash first = upstream.document("First.").commit("First");
        galley.build(upstream, first);
        upstream.git("reset", "--quiet", "--hard", "HEAD~1");
        CommitHash second = upstream.document("Second, instead.").commit("Second");

        JsonNode record = galley.build(upstream, second);

        assertThat(record.path("state").asText()).as(record.toString()).isEqualTo("success");
        assertThat(galley.words("/Forced/pdf")).contains("Second, instead.");
    }

    @Test
    void commitThatWasPushedAwayIsStillBuilt() {
        Upstream upstream = galley.project("Away");
        CommitHash gone = upstream.document("Gone.").commit("Gone");
        upstream.git("reset", "--quiet", "--hard", "HEAD~1");
        upstream.document("Here.").commit("Here");

        JsonNode record = galley.build(upstream, gone);

        assertThat(record.path("state").asText()).as(record.toString()).isEqualTo("success");
        assertThat(galley.words("/Away/" + gone + "/pdf")).contains("Gone.");
    }

    @Test
    void deletedBranchTagAndOtherEventsAreIgnoredSayingWhy() {
        Upstream upstream = galley.project("Ignored");
        ObjectNode deleted =
                Webhook.push(upstream.fullName(), "main", upstream.head().value(), ZEROS);
        deleted.putNull("head_commit");
        assertIgnored(galley.deliver("Ignored", deleted), "deleted");
        ObjectNode tag =
                Webhook.push(upstream.fullName(), "main", ZEROS, upstream.head().value());
        tag.put("ref", "refs/tags/v1");
        assertIgnored(galley.deliver("Ignored", tag), "tag");
        assertIgnored(galley.event("Ignored", "fork", "{}".getBytes(StandardCharsets.UTF_8)), "fork");
        assertIgnored(galley.push(upstream, "draft", ZEROS, upstream.head()), "draft");
        assertThat(Galley.json(galley.get("/api/Ignored")).path("builds")).isEmpty();
    }

    @Test
    void pushToABranchThatCiJsonNamesIsBuiltAndLeavesTheLastBuild() {
        Upstream upstream = galley.project("Branches");
        upstream.write(".ci.json", "{\"language\": \"latex\", \"main\": \"Document\", \"branches\": [\"draft-*\"]}\n");
        CommitHash main = upstream.commit("Name the drafts");
        galley.build(upstream, main);
        upstream.git("switch", "--quiet", "--create", "draft-1");
        CommitHash draft = upstream.document("A draft.").commit("Draft");

        assertThat(galley.push(upstream, "draft-1", ZEROS, draft).statusCode()).isEqualTo(202);

        JsonNode record = galley.awaitBuild("Branches", draft);
        assertThat(record.path("state").asText()).as(record.toString()).isEqualTo("success");
        assertThat(record.path("branch").asText()).isEqualTo("draft-1");
        assertThat(Galley.json(galley.get("/api/Branches/status"))
                        .path("commit")
                        .asText())
                .isEqualTo(main.value());
        assertThat(galley.words("/Branches/pdf")).doesNotContain("A draft.");
        assertThat(galley.words("/Branches/" + draft + "/pdf")).contains("A draft.");
        assertThat(galley.get("/Branches/svg?branch=draft-1").body()).contains(draft.abbreviated());
    }

    @Test
    void redeliveryOfAFinishedBuildDoesNotBuildAgain() {
        Upstream upstream = galley.project("Twice");
        CommitHash commit = upstream.head();
        galley.build(upstream, commit);

        HttpResponse<String> again = galley.push(upstream, commit);

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(Galley.json(again).path("state").asText()).isEqualTo("success");
        assertThat(Galley.json(again).path("attempt").asInt()).isEqualTo(1);
    }

    @Test
    void olderPushThatArrivesLateDoesNotBecomeTheLastBuild() {
        Upstream upstream = galley.project("Late");
        CommitHash root = upstream.head();
        CommitHash older = upstream.document("Older.").commit("Older");
        CommitHash newer = upstream.document("Newer.").commit("Newer");
        galley.push(upstream, "main", older.value(), newer);
        galley.push(upstream, "main", root.value(), older);
        galley.awaitBuild("Late", newer);
        assertThat(galley.awaitBuild("Late", older).path("state").asText()).isEqualTo("success");

        assertThat(Galley.json(galley.get("/api/Late/status")).path("commit").asText())
                .isEqualTo(newer.value());
        assertThat(galley.words("/Late/pdf")).contains("Newer.");
    }

    @Test
    void knownCommitThatIsHeadAgainBecomesTheLastBuildWithoutANewOne() {
        Upstream upstream = galley.project("Back");
        CommitHash first = upstream.document("First.").commit("First");
        galley.build(upstream, first);
        CommitHash second = upstream.document("Second.").commit("Second");
        galley.push(upstream, "main", first.value(), second);
        galley.awaitBuild("Back", second);
        upstream.git("reset", "--quiet", "--hard", first.value());
        upstream.push();

        HttpResponse<String> answer = galley.push(upstream, "main", second.value(), first);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Galley.json(galley.get("/api/Back/status")).path("commit").asText())
                .isEqualTo(first.value());
        assertThat(galley.words("/Back/pdf")).contains("First.");
        assertThat(galley.status("Back", first).path("attempt").asInt()).isEqualTo(1);
    }

    @Test
    void rebuildOfAnOlderCommitLeavesTheLastBuildAndItsPdf() {
        Upstream upstream = galley.project("Rebuilt");
        CommitHash older = upstream.document("Older.").commit("Older");
        galley.build(upstream, older);
        CommitHash newer = upstream.document("Newer.").commit("Newer");
        galley.push(upstream, "main", older.value(), newer);
        galley.awaitBuild("Rebuilt", newer);

        assertThat(galley.post("/Rebuilt/" + older + "/build").statusCode()).isEqualTo(202);

        galley.awaitBuild(
                "Rebuilt",
                older,
                record -> !Galley.isOpen(record) && record.path("attempt").asInt() == 2);
        assertThat(Galley.json(galley.get("/api/Rebuilt/status")).path("commit").asText())
                .isEqualTo(newer.value());
        assertThat(galley.words("/Rebuilt/pdf")).contains("Newer.");
    }

    @Test
    void pushWithoutARightSignatureIsRefusedAndQueuesNothing() {
        Upstream upstream = galley.project("Signed");
        byte[] body = Webhook.push(
                        upstream.fullName(), "main", ZEROS, upstream.head().value())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        for (String signature : new String[] {
            "sha256=" + ZEROS,
            "md5=x",
            Webhook.signature("wrong", body),
            Webhook.signature("correct horse", body).substring(7)
        }) {
            HttpRequest.Builder request = HttpRequest.newBuilder(galley.address("/api/Signed"))
                    .POST(BodyPublishers.ofByteArray(body))
                    .header("Content-Type", "application/json")
                    .header("X-GitHub-Event", "push")
                    .header("X-Hub-Signature-256", signature);
            assertThat(galley.send(request).statusCode()).as(signature).isEqualTo(401);
        }
        assertThat(Galley.json(galley.get("/api/Signed")).path("builds")).isEmpty();
    }

    @Test
    void unknownCommitEndsInErrorAndLeavesTheBadge() {
        Upstream upstream = galley.project("Unknown");
        galley.build(upstream, upstream.head());

        galley.get("/Unknown/" + UNKNOWN + "/build");

        JsonNode record = galley.awaitBuild("Unknown", UNKNOWN);
        assertThat(record.path("state").asText()).isEqualTo("error");
        assertThat(record.path("reason").asText()).contains("Unknown commit " + UNKNOWN.abbreviated());
        assertThat(galley.get("/Unknown/svg").body()).contains(upstream.head().abbreviated());
    }

    @Test
    void payloadThatNamesNoCommitIsRefused() {
        Upstream upstream = galley.project("Bad");
        for (String after :
                new String[] {"../../x", "HEAD;touch x", "", "--upload-pack=x", "ABCDEF" + "0".repeat(34)}) {
            ObjectNode push = Webhook.push(upstream.fullName(), "main", ZEROS, after);
            assertThat(galley.deliver("Bad", push).statusCode()).as(after).isEqualTo(400);
        }
        assertThat(galley.event("Bad", "push", "{".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(400);
    }

    private static void assertIgnored(HttpResponse<String> answer, String why) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).containsIgnoringCase("ignored").contains(why);
    }
}
