package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.CommitHash;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a build is asked for without a webhook, and who may ask. */
@Tag("front-door")
class OtherWaysInTest {
    private static Galley galley;

    @BeforeAll
    static void start() {
        galley = Galley.start("DOMAIN", "https://ci.example.com", "ALLOWED_HOSTS", "pi.lan");
    }

    @AfterAll
    static void stop() {
        galley.close();
    }

    @Test
    void getBuildsACommitOnceAndBuildsAFailureAgain() {
        Upstream upstream = galley.project("Get");
        CommitHash good = upstream.head();
        CommitHash bad = upstream.document("\\undefined").commit("Break");

        assertThat(galley.get("/Get/" + good + "/build").statusCode()).isEqualTo(202);
        assertThat(galley.awaitBuild("Get", good).path("trigger").asText()).isEqualTo("get");
        HttpResponse<String> again = galley.get("/api/Get/" + good + "/build");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(Galley.json(again).path("attempt").asInt()).isEqualTo(1);

        galley.get("/Get/" + bad + "/build");
        assertThat(galley.awaitBuild("Get", bad).path("state").asText()).isEqualTo("failure");
        assertThat(galley.get("/Get/" + bad + "/build").statusCode()).isEqualTo(202);
        assertThat(galley.awaitBuild(
                                "Get",
                                bad,
                                record -> !Galley.isOpen(record)
                                        && record.path("attempt").asInt() == 2)
                        .path("state")
                        .asText())
                .isEqualTo("failure");
    }

    @Test
    void getFromAnotherSiteIsRefused() {
        Upstream upstream = galley.project("Cross");
        assertThat(galley.get("/Cross/" + upstream.head() + "/build", "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(Galley.json(galley.get("/api/Cross")).path("builds")).isEmpty();
    }

    @Test
    void postBuildsASuccessAgain() {
        Upstream upstream = galley.project("Again");
        galley.build(upstream, upstream.head());

        assertThat(galley.post("/api/Again/" + upstream.head() + "/build").statusCode())
                .isEqualTo(202);

        JsonNode record = galley.awaitBuild(
                "Again",
                upstream.head(),
                now -> !Galley.isOpen(now) && now.path("attempt").asInt() == 2);
        assertThat(record.path("state").asText()).isEqualTo("success");
        assertThat(record.path("trigger").asText()).isEqualTo("api");
    }

    @Test
    void postBuildsTheNewestCommitThatTheRemoteHas() {
        Upstream upstream = galley.project("Newest");
        CommitHash newest = upstream.document("Newest.").commit("Newest");

        HttpResponse<String> answer = galley.post("/api/Newest/build");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(Galley.json(answer).path("commit").asText()).isEqualTo(newest.value());
        assertThat(galley.awaitBuild("Newest", newest).path("state").asText()).isEqualTo("success");
        assertThat(galley.words("/Newest/pdf")).contains("Newest.");
    }

    @Test
    void postFromAForeignPageIsRefused() {
        Upstream upstream = galley.project("Origin");
        String path = "/api/Origin/" + upstream.head() + "/build";
        assertThat(galley.post(path, "Origin", "https://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(galley.post(path, "Origin", "null").statusCode()).isEqualTo(403);
        assertThat(galley.post(path, "Origin", "https://ci.example.com").statusCode())
                .isEqualTo(202);
        galley.awaitBuild("Origin", upstream.head());
    }

    @Test
    void runningBuildIsCancelled() {
        Upstream upstream = galley.project("Cancel");
        CommitHash endless = upstream.document("\\def\\x{\\x}\\x").commit("Never ends");
        galley.push(upstream, endless);
        galley.awaitBuild(
                "Cancel", endless, record -> record.path("state").asText().equals("running"));

        assertThat(galley.post("/api/Cancel/" + endless + "/cancel").statusCode())
                .isEqualTo(202);

        assertThat(galley.awaitBuild("Cancel", endless).path("state").asText()).isEqualTo("cancelled");
        assertThat(galley.get("/api/Cancel/" + endless + "/log").body()).endsWith("--- Stopped before it was done\n");
        assertThat(galley.post("/api/Cancel/" + endless + "/cancel").statusCode())
                .isEqualTo(409);
        assertThat(galley.get("/Cancel/svg").body()).contains("cancelled");
    }

    @Test
    void hostThatIsNotOursIsMisdirected() throws Exception {
        for (String host : new String[] {
            "localhost",
            "127.0.0.1",
            "[::1]",
            "192.168.0.2:8000",
            "ci.example.com",
            "ci.example.com.192.168.0.2.nip.io",
            "pi.lan",
            "PI.LAN:80"
        }) {
            assertThat(RawHttp.get(galley.port(), "/healthz", "Host: " + host).status())
                    .as(host)
                    .isEqualTo(200);
        }
        for (String host :
                new String[] {"evil.example", "evil.192.168.0.2.nip.io", "ci.example.com.evil.example", ""}) {
            RawHttp.Answer answer = RawHttp.get(galley.port(), "/api/", "Host: " + host);
            assertThat(answer.status()).as(host).isEqualTo(421);
            assertThat(answer.body()).contains("ALLOWED_HOSTS");
        }
    }

    @Test
    void passwordGuardsEverythingButTheBadgeHealthAndTheWebhook() {
        try (Galley closed = Galley.start("PASSWORD", "open sesame")) {
            Upstream upstream = closed.project("Maths");
            assertThat(closed.push(upstream, upstream.head()).statusCode()).isEqualTo(202);
            String right = basic("anyone:open sesame");
            closed.awaitBuildWith("Maths", upstream.head(), "Authorization", right);

            for (String path :
                    new String[] {"/", "/api/", "/Maths/", "/Maths/pdf", "/Maths/log", "/metrics", "/openapi.json"}) {
                HttpResponse<String> refused = closed.get(path);
                assertThat(refused.statusCode()).as(path).isEqualTo(401);
                assertThat(refused.headers().firstValue("WWW-Authenticate"))
                        .as(path)
                        .isPresent();
                assertThat(closed.get(path, "Authorization", right).statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
            assertThat(closed.get("/Maths/pdf", "Authorization", basic("anyone:wrong"))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(closed.post("/Maths/build").statusCode()).isEqualTo(401);
            assertThat(closed.get("/Maths/svg").statusCode()).isEqualTo(200);
            assertThat(closed.get("/healthz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void pollFindsWhatNoWebhookBrought() {
        try (Galley polling = Galley.start("POLL", "10s")) {
            Upstream upstream = polling.upstream("Maths").document("Found.");
            CommitHash commit = upstream.commit("Found by asking");
            polling.clone(upstream);

            polling.restart(); // asks at the start

            assertThat(polling.awaitBuild("Maths", commit).path("trigger").asText())
                    .isEqualTo("poll");
            assertThat(polling.words("/Maths/pdf")).contains("Found.");
        }
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
