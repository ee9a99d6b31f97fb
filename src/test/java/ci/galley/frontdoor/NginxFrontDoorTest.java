package ci.galley.frontdoor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.CommitHash;
import ci.galley.readme.Nginx;
import ci.galley.readme.Readme;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The daemon as people reach it: through a real nginx, with both configurations of the README. */
@Tag("front-door")
class NginxFrontDoorTest {
    private static final String SECRET = "known to GitHub and to us";
    private static final String UNKNOWN = "1f31488cca82ad562eb9ef7e3e85041ddd29a8ff";
    private static final int MEBI = 1 << 20;

    private static final Map<Site, Nginx> NGINX = new EnumMap<>(Site.class);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path folder;

    private static Galley galley;
    private static Upstream maths;
    private static CommitHash first;
    private static CommitHash last;

    /** Which configuration: the one that Galley comes with, or python-ci's, which takes {@code /api} away. */
    enum Site {
        OWN,
        PREDECESSORS
    }

    @BeforeAll
    static void start() throws IOException {
        galley = Galley.start("SECRET", SECRET, "DOMAIN", "https://ci.example.com");
        maths = galley.project("Maths");
        first = maths.document("First words.").commit("First");
        galley.build(maths, first);
        last = maths.document("Last words.\\cite{nobody}").commit("Last");
        galley.build(maths, last);
        for (Site site : Site.values()) {
            Readme readme = Readme.read();
            NGINX.put(
                    site,
                    Nginx.start(
                            Files.createDirectories(folder.resolve(site.name())),
                            site == Site.OWN ? readme.nginxSite() : readme.predecessorSite(),
                            galley.port()));
        }
    }

    @AfterAll
    static void stop() {
        NGINX.values().forEach(Nginx::close);
        galley.close();
    }

    @ParameterizedTest
    @EnumSource
    void signedPushIsBuiltAndItsPdfServed(Site site) throws Exception {
        Upstream pushed = galley.project("Pushed-" + site);
        CommitHash commit =
                pushed.document("Words that came through " + site + ".").commit("Push");
        byte[] body = payload(pushed, commit).toString().getBytes(UTF_8);

        HttpResponse<String> answer = deliver(site, pushed.name(), body, Webhook.signature(SECRET, body));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(Galley.json(answer).path("commit").asText()).isEqualTo(commit.value());
        galley.awaitBuild(pushed.name(), commit);
        assertThat(galley.words(download(site, "/api/" + pushed.name() + "/pdf").body()))
                .contains("Words that came through " + site);
    }

    @ParameterizedTest
    @EnumSource
    void pushWithWrongSignatureIsRefused(Site site) throws Exception {
        byte[] body = payload(maths, last).toString().getBytes(UTF_8);
        assertThat(deliver(site, "Maths", body, Webhook.signature("guessed", body))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void itsOwnSitePassesWebhooksOfUpTo25Mebibytes() throws Exception {
        byte[] large = padded(payload(maths, last), 20 * MEBI);
        HttpResponse<String> answer = deliver(Site.OWN, "Maths", large, Webhook.signature(SECRET, large));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Galley.json(answer).path("commit").asText()).isEqualTo(last.value());

        byte[] largest = padded(payload(maths, last), 25 * MEBI);
        assertThat(deliver(Site.OWN, "Maths", largest, Webhook.signature(SECRET, largest))
                        .statusCode())
                .isEqualTo(200);
        assertThat(deliver(Site.OWN, "Maths", large, Webhook.signature("guessed", large))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void thePredecessorsSitePassesWebhooksOfUpToOneMebibyte() throws Exception {
        byte[] body = padded(payload(maths, last), MEBI);
        assertThat(deliver(Site.PREDECESSORS, "Maths", body, Webhook.signature(SECRET, body))
                        .statusCode())
                .isEqualTo(200);
        byte[] larger = padded(payload(maths, last), MEBI + 1);
        HttpResponse<String> answer = deliver(Site.PREDECESSORS, "Maths", larger, Webhook.signature(SECRET, larger));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("nginx");
    }

    @ParameterizedTest
    @EnumSource
    void everyFileIsServedWithAndWithoutHash(Site site) throws Exception {
        for (String file : List.of("pdf", "log", "svg", "status", "problems")) {
            for (String path : List.of("/api/Maths/" + file, "/api/Maths/" + last + "/" + file)) {
                HttpResponse<byte[]> direct = galley.download(path);
                HttpResponse<byte[]> answer = download(site, path);
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                assertThat(answer.body()).as(path).isEqualTo(direct.body());
                for (String header : List.of("Content-Type", "Cache-Control", "ETag", "X-Content-Type-Options")) {
                    assertThat(answer.headers().firstValue(header))
                            .as("%s of %s", header, path)
                            .isEqualTo(direct.headers().firstValue(header));
                }
            }
        }
        assertThat(galley.words(download(site, "/api/Maths/" + first + "/pdf").body()))
                .contains("First words.");
    }

    @ParameterizedTest
    @EnumSource
    void listsAreServed(Site site) throws Exception {
        assertThat(Galley.json(get(site, "/api/")).path("projects").findValuesAsText("project"))
                .contains("Maths");
        for (String path : List.of("/api/Maths", "/api/Maths/")) {
            assertThat(Galley.json(get(site, path)).path("builds").findValuesAsText("commit"))
                    .as(path)
                    .containsExactly(last.value(), first.value());
        }
        JsonNode page = Galley.json(get(site, "/api/Maths?limit=1"));
        JsonNode next = Galley.json(
                get(site, "/api/Maths?limit=1&before=" + page.path("next").asText()));
        assertThat(next.path("builds").findValuesAsText("commit")).containsExactly(first.value());
        assertThat(Galley.json(get(site, "/api/Maths/" + last)).path("commit").asText())
                .isEqualTo(last.value());
    }

    /** The predecessor's takes all of it away, and nginx itself then answers 500: the README says so. */
    @Test
    void apiWithoutASlashIsServedByItsOwnSiteOnly() throws Exception {
        assertThat(Galley.json(get(Site.OWN, "/api")).path("projects").findValuesAsText("project"))
                .contains("Maths");
        assertThat(get(Site.PREDECESSORS, "/api").statusCode()).isEqualTo(500);
    }

    @ParameterizedTest
    @EnumSource
    void partOfThePdfIsServedAndNothingThatIsKnown(Site site) throws Exception {
        byte[] whole = download(site, "/api/Maths/pdf").body();
        HttpResponse<byte[]> part = download(site, "/api/Maths/pdf", "Range", "bytes=10-19");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 10, 20));
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 10-19/" + whole.length);
        assertThat(get(site, "/api/Maths/pdf", "Range", "bytes=" + whole.length + "-")
                        .statusCode())
                .isEqualTo(416);
        for (String path : List.of("/api/Maths/pdf", "/api/Maths/svg", "/api/Maths/status")) {
            String tag = get(site, path).headers().firstValue("ETag").orElseThrow();
            HttpResponse<String> known = get(site, path, "If-None-Match", tag);
            assertThat(known.statusCode()).as(path).isEqualTo(304);
            assertThat(known.body()).as(path).isEmpty();
            assertThat(get(site, path, "If-None-Match", "\"other\"").statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void headIsAnsweredAsGetWithoutABody(Site site) throws Exception {
        galley.awaitRest(); // records get the picture of the first page
        for (String path : List.of("/api/Maths/pdf", "/api/Maths/svg", "/api/Maths/log", "/api/Maths", "/api/")) {
            HttpResponse<String> head = send(request(site, path).method("HEAD", BodyPublishers.noBody()));
            assertThat(head.statusCode()).as(path).isEqualTo(200);
            assertThat(head.body()).as(path).isEmpty();
            assertThat(head.headers().firstValue("Content-Length"))
                    .as(path)
                    .hasValue(Integer.toString(download(site, path).body().length));
        }
    }

    @Test
    void buildAddressOfTheSeedReachesTheDaemonByItsOwnSite() throws Exception {
        Upstream asked = galley.project("Asked");
        String path = "/Asked/" + asked.head() + "/build";
        assertThat(get(Site.OWN, path).statusCode()).isEqualTo(202);
        assertThat(galley.awaitBuild("Asked", asked.head()).path("trigger").asText())
                .isEqualTo("get");
        assertThat(get(Site.OWN, path).statusCode()).isEqualTo(200);
    }

    /** There, everything that is not below {@code /api} is the page, which is to pass it on. */
    @Test
    void buildAddressBelowApiReachesTheDaemonByThePredecessorsSite() throws Exception {
        Upstream asked = galley.project("AskedBelowApi");
        String path = "/AskedBelowApi/" + asked.head() + "/build";
        assertThat(get(Site.PREDECESSORS, path).body()).isEqualTo(Nginx.PAGE);
        assertThat(Galley.json(galley.get("/api/AskedBelowApi")).path("builds")).isEmpty();
        assertThat(get(Site.PREDECESSORS, "/api" + path).statusCode()).isEqualTo(202);
        galley.awaitBuild("AskedBelowApi", asked.head());
    }

    @ParameterizedTest
    @EnumSource
    void postNeedsTheOriginOfDomain(Site site) throws Exception {
        Upstream asked = galley.project("Origin-" + site);
        String path = "/api/" + asked.name() + "/build";
        assertThat(post(site, path, "Origin", "https://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(post(site, path, "Origin", "null").statusCode()).isEqualTo(403);
        HttpResponse<String> answer = post(site, path, "Origin", "https://ci.example.com");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        galley.awaitBuild(asked.name(), asked.head());
    }

    @Test
    void itsOwnSiteTellsTheDaemonByWhichNameItWasCalled() throws Exception {
        int port = port(Site.OWN);
        for (String name : List.of("ci.example.com", "ci.example.com.192.168.0.2.nip.io", "127.0.0.1")) {
            assertThat(RawHttp.get(port, "/api/", "Host: " + name).status())
                    .as(name)
                    .isEqualTo(200);
        }
        RawHttp.Answer answer = RawHttp.get(port, "/api/", "Host: evil.example");
        assertThat(answer.status()).isEqualTo(421);
        assertThat(answer.body()).contains("ALLOWED_HOSTS");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotThereIsAProblemDocument(Site site) throws Exception {
        for (String path : List.of("/api/Nothing/pdf", "/api/Maths/" + UNKNOWN + "/pdf", "/api/Maths_build/log")) {
            HttpResponse<String> answer = get(site, path, "Accept", "application/json");
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type")).as(path).hasValue("application/problem+json");
            assertThat(Galley.json(answer).path("status").asInt()).as(path).isEqualTo(404);
        }
    }

    /** The predecessor's hides from the daemon that it was asked for below {@code /api}. */
    @Test
    void belowApiEveryErrorIsAProblemDocumentByItsOwnSite() throws Exception {
        assertThat(get(Site.OWN, "/api/Nothing").headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(get(Site.PREDECESSORS, "/api/Nothing").body().lines()).hasSize(1);
    }

    private static ObjectNode payload(Upstream upstream, CommitHash commit) {
        return Webhook.push(upstream.fullName(), Upstream.BRANCH, "0".repeat(40), commit.value());
    }

    /** The payload, made as long as that by a field that nobody reads. */
    private static byte[] padded(ObjectNode payload, int bytes) {
        int missing = bytes - payload.put("padding", "").toString().length();
        return payload.put("padding", "x".repeat(missing)).toString().getBytes(UTF_8);
    }

    private static HttpResponse<String> deliver(Site site, String project, byte[] body, String signature)
            throws IOException, InterruptedException {
        return send(request(
                        site,
                        "/api/" + project,
                        "Content-Type",
                        "application/json",
                        "X-GitHub-Event",
                        "push",
                        "X-Hub-Signature-256",
                        signature)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    private static HttpResponse<String> post(Site site, String path, String... headers)
            throws IOException, InterruptedException {
        return send(request(site, path, headers).POST(BodyPublishers.noBody()));
    }

    private static HttpResponse<String> get(Site site, String path, String... headers)
            throws IOException, InterruptedException {
        return send(request(site, path, headers));
    }

    private static HttpResponse<byte[]> download(Site site, String path, String... headers)
            throws IOException, InterruptedException {
        return CLIENT.send(request(site, path, headers).build(), BodyHandlers.ofByteArray());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(Site site, String path, String... headers) {
        URI address = URI.create("http://127.0.0.1:" + port(site) + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(1));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static int port(Site site) {
        return Objects.requireNonNull(NGINX.get(site)).port();
    }
}
