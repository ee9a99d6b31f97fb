package ci.galley.web;

import static ci.galley.web.Stage.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.model.BuildState;
import ci.galley.support.http.RawClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's files, and where a browser gets them. */
class WebAppTest {
    private static final String BROWSER = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";
    private static final String SCRIPT = "/assets/index-Ab_3-xY9.js";

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void start() throws IOException {
        WebSettings settings =
                new WebSettings("localhost", null, List.of(), new Credentials("geheim", new byte[32]), "1");
        stage = new Stage(folder, settings);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = WebAppTest.class.getResourceAsStream("/ci/galley/web/page/" + name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/Maths", "/Maths/", "/Maths/%s", "/Maths/%s/", "/Maths/%s/build", "/Unknown/"})
    void browserGetsThePageWithoutAPassword(String path) throws Exception {
        String target = path.formatted(FIRST);
        Answer page = stage.get(target, BROWSER);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).isEqualTo(file("index.html"));
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(page.header("Vary")).isEqualTo("Accept, Accept-Encoding");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'");
        assertThat(stage.get(target, BROWSER, "If-None-Match: " + page.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(stage.store.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/Maths", "/Maths/%s", "/Maths/%s/build"})
    void programGetsDataAndNeedsThePassword(String path) throws Exception {
        String target = path.formatted(FIRST);
        for (String accept : new String[] {"Accept: */*", "Accept: application/json", "X-No: Accept"}) {
            assertThat(stage.get(target, accept).status()).isEqualTo(401);
        }
        assertThat(stage.get("/api" + target, BROWSER).status()).isEqualTo(401);
        String password = "Authorization: Basic OmdlaGVpbQ==";
        stage.push(FIRST, BuildState.SUCCESS);
        Answer data = stage.get(target, "Accept: */*", password);
        assertThat(data.header("Content-Type")).isEqualTo("application/json");
        assertThat(data.header("Vary")).isEqualTo("Accept");
        Answer api = stage.get("/api" + target, BROWSER, password);
        assertThat(api.header("Content-Type")).isEqualTo("application/json");
        assertThat(api.has("Vary")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/Maths/pdf", "/Maths/log", "/Maths/last", "/Maths/abc", "/.git", "/metrics", "/Maths/%s/status"
            })
    void whatIsNoPageStaysWhatItIs(String path) throws IOException {
        assertThat(stage.get(path.formatted(FIRST), BROWSER).status()).isEqualTo(401);
    }

    @Test
    void linkFromAnotherSiteDoesNotOpenThePageThatBuilds() throws IOException {
        String target = "/Maths/" + FIRST + "/build";
        assertThat(stage.get(target, BROWSER, "Sec-Fetch-Site: cross-site").status())
                .isEqualTo(403);
        assertThat(stage.get("/Maths/", BROWSER, "Sec-Fetch-Site: cross-site").status())
                .isEqualTo(200);
    }

    @Test
    void fileWithAHashIsKeptForEverAndSentAsItWasCompressed() throws IOException {
        Set<String> tags = new HashSet<>();
        for (String[] wanted : new String[][] {
            {"gzip, deflate, br", "br", ".br"},
            {"gzip", "gzip", ".gz"},
            {"br;q=0, gzip;q=0.5", "gzip", ".gz"},
            {"", "", ""}
        }) {
            Answer answer = stage.get(SCRIPT, "Accept-Encoding: " + wanted[0]);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Encoding")).isEqualTo(wanted[1]);
            assertThat(answer.body()).isEqualTo(file(SCRIPT.substring(1) + wanted[2]));
            assertThat(answer.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
            assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
            assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            tags.add(answer.header("ETag"));
        }
        assertThat(tags).hasSize(3);
        byte[] zipped = stage.get(SCRIPT, "Accept-Encoding: gzip").body();
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            assertThat(in.readAllBytes()).isEqualTo(file(SCRIPT.substring(1)));
        }
    }

    @Test
    void fileWithoutAHashIsAskedForAgain() throws IOException {
        Answer answer = stage.get("/assets/plain.css", "Accept-Encoding: br");
        assertThat(answer.header("Content-Type")).isEqualTo("text/css; charset=utf-8");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(answer.has("Content-Encoding")).isFalse();
        Answer map = stage.get("/assets/maps/A-B.bcmap");
        assertThat(map.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(map.body()).isEqualTo(new byte[] {0, 1, 2});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/nothing.js",
                "/assets/..%2findex.html",
                "/assets/maps",
                "/assets/maps/..%2fplain.css",
                "/assets/%2e%2e/index.html",
                "/assets/plain.css%00",
                "/assets/.plain.css"
            })
    void nothingElseIsServed(String target) throws IOException {
        assertThat(stage.get(target).status()).isBetween(400, 404);
    }

    @Test
    void jarWithoutThePageSaysHowToGetIt() throws IOException {
        try (Stage bare = new Stage(
                Files.createDirectory(folder.resolve("bare")), Stage.open(), "/nowhere/", Clock.systemUTC())) {
            Answer page = bare.get("/", BROWSER);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text()).contains("built without the page", "/api/");
            assertThat(bare.get("/").header("Content-Type")).isEqualTo("application/json");
        }
    }
}
