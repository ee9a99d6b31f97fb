package ci.galley.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.CommitHash;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is under which address. */
@Tag("front-door")
class AddressesTest {
    private static final String UNKNOWN = "1f31488cca82ad562eb9ef7e3e85041ddd29a8ff";

    private static Galley galley;
    private static Upstream maths;
    private static CommitHash first;
    private static CommitHash last;

    @BeforeAll
    static void start() {
        galley = Galley.start();
        maths = galley.project("Maths");
        first = maths.document("First words.").commit("First");
        galley.build(maths, first);
        last = maths.document("Last words.\\cite{nobody}").commit("Last");
        galley.push(maths, "main", first.value(), last);
        galley.awaitBuild("Maths", last);
        galley.awaitRest(); // records get the picture of the first page
        galley.project("Empty");
    }

    @AfterAll
    static void stop() {
        galley.close();
    }

    @Test
    void everyAddressWorksWithAndWithoutApiAndWithAndWithoutHash() {
        String[][] types = {
            {"pdf", "application/pdf"},
            {"log", "text/plain; charset=utf-8"},
            {"svg", "image/svg+xml"},
            {"status", "application/json"},
            {"problems", "application/json"},
        };
        for (String[] type : types) {
            String reference = galley.get("/api/Maths/" + last + "/" + type[0]).body();
            for (String path : new String[] {
                "/Maths/" + type[0],
                "/api/Maths/" + type[0],
                "/Maths/" + last + "/" + type[0],
                "/api/Maths/" + type[0] + "/"
            }) {
                HttpResponse<String> answer = galley.get(path);
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                        .as(path)
                        .startsWith(type[1]);
                assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                        .as(path)
                        .hasValue("nosniff");
                assertThat(answer.headers().firstValue("Content-Security-Policy"))
                        .as(path)
                        .isPresent();
                assertThat(answer.body()).as(path).isEqualTo(reference);
            }
        }
        assertThat(galley.words("/Maths/" + first + "/pdf")).contains("First words.");
        assertThat(galley.get("/Maths/" + first).body())
                .isEqualTo(galley.get("/Maths/" + first + "/status").body());
    }

    @Test
    void listsCarryTheRecordsNewestFirst() {
        JsonNode list = Galley.json(galley.get("/api/Maths/"));
        assertThat(list.path("project").asText()).isEqualTo("Maths");
        assertThat(list.path("branch").asText()).isEqualTo("main");
        assertThat(list.path("remote").asText()).endsWith("/ada/Maths.git");
        assertThat(list.path("problem").isNull()).isTrue();
        assertThat(list.path("next").isNull()).isTrue();
        assertThat(list.path("builds").findValuesAsText("commit")).containsExactly(last.value(), first.value());
        assertThat(list.path("builds").path(0)).isEqualTo(galley.status("Maths", last));

        JsonNode page = Galley.json(galley.get("/api/Maths?limit=1"));
        assertThat(page.path("builds").findValuesAsText("commit")).containsExactly(last.value());
        JsonNode next = Galley.json(
                galley.get("/api/Maths?limit=1&before=" + page.path("next").asText()));
        assertThat(next.path("builds").findValuesAsText("commit")).containsExactly(first.value());
        assertThat(Galley.json(galley.get("/api/Maths?q=fIrSt")).path("builds")).hasSize(1);
        assertThat(Galley.json(galley.get("/api/Maths?state=failure")).path("builds"))
                .isEmpty();
        assertThat(Galley.json(galley.get("/api/Maths?branch=other")).path("builds"))
                .isEmpty();
        assertThat(galley.get("/api/Maths?limit=x").statusCode()).isEqualTo(400);
        assertThat(galley.get("/api/Maths?state=x").statusCode()).isEqualTo(400);

        JsonNode projects = Galley.json(galley.get("/api/")).path("projects");
        assertThat(projects.findValuesAsText("project")).contains("Empty", "Maths");
        assertThat(Galley.json(galley.get("/api")).path("projects")).isEqualTo(projects);
    }

    @Test
    void problemsOfTheDocumentAreListed() {
        JsonNode problems = Galley.json(galley.get("/api/Maths/problems")).path("problems");
        assertThat(problems.findValuesAsText("message")).anyMatch(message -> message.contains("nobody"));
        assertThat(galley.status("Maths", last)
                        .path("problems")
                        .path("warnings")
                        .asInt())
                .isEqualTo(problems.size());
    }

    @Test
    void partOfThePdfIsServedAndNothingThatIsKnown() {
        byte[] whole = galley.download("/Maths/pdf").body();
        HttpResponse<byte[]> part = galley.download("/Maths/pdf", "Range", "bytes=10-19");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 10, 20));
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 10-19/" + whole.length);
        assertThat(galley.download("/Maths/pdf", "Range", "bytes=-5").body())
                .isEqualTo(Arrays.copyOfRange(whole, whole.length - 5, whole.length));
        assertThat(galley.download("/Maths/pdf", "Range", "bytes=" + whole.length + "-")
                        .statusCode())
                .isEqualTo(416);
        for (String path : List.of("/Maths/pdf", "/Maths/svg")) {
            String tag = galley.get(path).headers().firstValue("ETag").orElseThrow();
            assertThat(galley.get(path, "If-None-Match", tag).statusCode())
                    .as(path)
                    .isEqualTo(304);
            assertThat(galley.get(path, "If-None-Match", "\"other\"").statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
        assertThat(galley.get("/Maths/pdf")
                        .headers()
                        .firstValue("Content-Disposition")
                        .orElse(""))
                .startsWith("inline");
    }

    @Test
    void headIsAnsweredAsGetWithoutABody() {
        for (String path : List.of("/Maths/pdf", "/Maths/svg", "/Maths/log", "/api/Maths", "/healthz")) {
            HttpResponse<String> head = galley.send(
                    HttpRequest.newBuilder(galley.address(path)).method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(head.statusCode()).as(path).isEqualTo(200);
            assertThat(head.body()).as(path).isEmpty();
            assertThat(head.headers().firstValue("Content-Length"))
                    .as(path)
                    .hasValue(Integer.toString(galley.download(path).body().length));
        }
    }

    @Test
    void whatIsNotThereIsSaidInOneLineOrAsAProblemDocument() {
        for (String path :
                List.of("/Nothing/pdf", "/Maths/" + UNKNOWN + "/pdf", "/Empty/pdf", "/Maths_build/pdf", "/maths/pdf")) {
            HttpResponse<String> plain = galley.get(path);
            assertThat(plain.statusCode()).as(path).isEqualTo(404);
            assertThat(plain.body().strip().lines()).as(path).hasSize(1);
            HttpResponse<String> json = galley.get("/api" + path);
            assertThat(json.statusCode()).as(path).isEqualTo(404);
            assertThat(json.headers().firstValue("Content-Type")).as(path).hasValue("application/problem+json");
            assertThat(Galley.json(json).path("status").asInt()).isEqualTo(404);
        }
        HttpResponse<String> badge = galley.get("/Empty/svg");
        assertThat(badge.statusCode()).isEqualTo(200);
        assertThat(badge.body()).contains("no builds");
    }

    @Test
    void wrongMethodNamesTheRightOnes() {
        for (String method : List.of("PUT", "TRACE", "post", "DELETE")) {
            HttpResponse<String> answer = galley.send(HttpRequest.newBuilder(galley.address("/api/Maths"))
                    .method(method, HttpRequest.BodyPublishers.noBody()));
            assertThat(answer.statusCode()).as(method).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET", "POST");
        }
    }

    @Test
    void readerDuringABuildGetsAWholePdf() throws Exception {
        Upstream busy = galley.project("Busy");
        galley.build(busy, busy.head());
        AtomicBoolean done = new AtomicBoolean();
        List<Throwable> torn = new CopyOnWriteArrayList<>();
        Thread reader = new Thread(() -> {
            while (!done.get()) {
                byte[] pdf = galley.download("/Busy/pdf").body();
                String text = new String(pdf, StandardCharsets.ISO_8859_1);
                if (!text.startsWith("%PDF-") || !text.stripTrailing().endsWith("%%EOF")) {
                    torn.add(new AssertionError(pdf.length + " bytes"));
                }
            }
        });
        reader.start();
        for (int i = 0; i < 5; i++) {
            galley.build(
                    busy,
                    busy.document("Version " + i + "\\newpage ".repeat(i) + ".").commit("Version " + i));
        }
        done.set(true);
        reader.join();
        assertThat(torn).isEmpty();
        assertThat(galley.words("/Busy/pdf")).contains("Version 4");
    }

    @Test
    void whatTheServerSaysOfItselfIsThere() {
        assertThat(galley.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(galley.get("/metrics").body()).contains("galley_");
        assertThat(Galley.json(galley.get("/openapi.json")).path("openapi").asText())
                .startsWith("3.");
    }
}
