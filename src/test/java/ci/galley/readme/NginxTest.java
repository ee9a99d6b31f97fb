package ci.galley.readme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both nginx configurations of the README, in front of a server that says what reaches it. */
@Tag("front-door")
class NginxTest {
    private static final String HASH = "1f31488cca82ad562eb9ef7e3e85041ddd29a8ff";

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch firstEventIsRead = new CountDownLatch(1);
    private HttpServer daemon;

    @BeforeEach
    void startDaemon() throws IOException {
        daemon = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        daemon.setExecutor(threads);
        daemon.createContext("/", this::answer);
        daemon.start();
    }

    @AfterEach
    void stopDaemon() {
        firstEventIsRead.countDown();
        daemon.stop(0);
        threads.shutdownNow();
    }

    @Test
    void itsOwnSitePassesEveryPathAsItIs() throws Exception {
        try (Nginx nginx = start(Readme.read().nginxSite())) {
            assertThat(get(nginx, "/Maths/" + HASH + "/build").body()).startsWith("GET /Maths/" + HASH + "/build ");
            assertThat(get(nginx, "/api/Maths/pdf").body()).startsWith("GET /api/Maths/pdf ");
            assertThat(get(nginx, "/a%2fb?x=%20").body()).startsWith("GET /a%2fb?x=%20 ");
        }
    }

    @Test
    void itsOwnSiteTellsTheHostAndTheClient() throws Exception {
        try (Nginx nginx = start(Readme.read().nginxSite())) {
            assertThat(get(nginx, "/").body()).endsWith(" host 127.0.0.1 from 127.0.0.1 by http");
        }
    }

    @Test
    void itsOwnSiteTakesTheLargestWebhookAndNoLargerBody() throws Exception {
        try (Nginx nginx = start(Readme.read().nginxSite())) {
            HttpResponse<String> largest = post(nginx, "/api/Maths", 25 << 20);
            assertThat(largest.statusCode()).isEqualTo(200);
            assertThat(largest.body()).contains(" with " + (25 << 20) + " bytes ");
            assertThat(post(nginx, "/api/Maths", (25 << 20) + 1).statusCode()).isEqualTo(413);
        }
    }

    @Test
    void itsOwnSitePassesEventsOnAtOnce() throws Exception {
        try (Nginx nginx = start(Readme.read().nginxSite())) {
            HttpRequest request = request(nginx, "/Maths/" + HASH + "/events").build();
            var stream = client.send(request, BodyHandlers.ofInputStream()).body();
            try (BufferedReader events = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
                assertThat(events.readLine()).isEqualTo("data: first");
                firstEventIsRead.countDown(); // only now does the server go on
                assertThat(events.lines().toList()).contains("data: last");
            }
        }
    }

    @Test
    void thePredecessorsSiteTakesApiAwayAndServesThePage() throws Exception {
        try (Nginx nginx = start(Readme.read().predecessorSite())) {
            assertThat(get(nginx, "/api/Maths/pdf").body()).startsWith("GET /Maths/pdf ");
            assertThat(post(nginx, "/api/Maths", 1000).body()).startsWith("POST /Maths with 1000 bytes ");
            assertThat(get(nginx, "/Maths/").body()).isEqualTo(Nginx.PAGE);
        }
    }

    @Test
    void nothingListensAfterItIsClosed() throws Exception {
        Nginx nginx = start(Readme.read().nginxSite());
        nginx.close();
        assertThatThrownBy(() -> get(nginx, "/")).isInstanceOf(IOException.class);
    }

    @Test
    void anUnusableSiteIsAFailureThatSaysWhy() {
        assertThatThrownBy(() -> start("server { lisp 80; }"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unknown directive \"lisp\"");
    }

    private Nginx start(String site) throws IOException {
        return Nginx.start(folder, site, daemon.getAddress().getPort());
    }

    private HttpResponse<String> get(Nginx nginx, String path) throws IOException, InterruptedException {
        return client.send(request(nginx, path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(Nginx nginx, String path, int bytes) throws IOException, InterruptedException {
        HttpRequest request = request(nginx, path)
                .POST(BodyPublishers.ofByteArray(new byte[bytes]))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(Nginx nginx, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + nginx.port() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(30));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().endsWith("/events")) {
                stream(exchange);
            } else {
                echo(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void echo(HttpExchange exchange) throws IOException {
        int bytes = exchange.getRequestBody().readAllBytes().length;
        var headers = exchange.getRequestHeaders();
        String said = "%s %s with %d bytes host %s from %s by %s"
                .formatted(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        bytes,
                        headers.getFirst("Host"),
                        headers.getFirst("X-Real-IP"),
                        headers.getFirst("X-Forwarded-Proto"));
        exchange.sendResponseHeaders(200, said.length());
        exchange.getResponseBody().write(said.getBytes(UTF_8));
    }

    private void stream(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream events = exchange.getResponseBody();
        events.write("data: first\n\n".getBytes(UTF_8));
        events.flush();
        if (firstEventIsRead.await(30, TimeUnit.SECONDS)) {
            events.write("data: last\n\n".getBytes(UTF_8));
        }
    }
}
