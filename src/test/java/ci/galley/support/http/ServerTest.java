package ci.galley.support.http;

import static ci.galley.support.http.RawClient.get;
import static ci.galley.support.http.RawClient.request;
import static ci.galley.support.http.RawClient.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ci.galley.support.http.RawClient.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTest {
    @TempDir
    Path folder;

    private Server server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        server = Server.listen(
                new ServerSettings("localhost", 0, "api", Map.of("X-Content-Type-Options", "nosniff"), folder));
        server.serve(this::handle);
        port = server.port();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Response handle(Request request) throws IOException {
        return switch (String.join("/", request.segments())) {
            case "empty" -> Response.of(200, "text/plain", new byte[0]);
            case "refuse" -> throw new HttpException(422, "It is \"wrong\" <so>.", Map.of("X-Why", "because"));
            case "fail" -> throw new IllegalStateException("/home/secret/path");
            case "io" -> throw new IOException("/home/secret/path");
            case "overflow" -> overflow(1);
            case "memory" -> throw new OutOfMemoryError("pretended");
            case "header" -> Response.text(200, "x").header("X-Bad", "a\r\nb");
            case "unreadable" -> unreadable();
            case "tagged" -> Response.tagged(200, "image/svg+xml", "<svg/>".getBytes(StandardCharsets.UTF_8));
            case "echo" ->
                Response.of(200, "text/plain", request.body(1 << 20).open().readAllBytes());
            default ->
                Response.text(200, request.method() + " " + request.isBelowDataPrefix() + " " + request.segments());
        };
    }

    private static Response unreadable() {
        return new Response(200, new Headers(), new Response.Content() {
            @Override
            public long length() {
                return 1;
            }

            @Override
            public InputStream open() {
                throw new IllegalStateException("/home/secret/path");
            }
        });
    }

    private static Response overflow(int depth) {
        return depth < 0 ? Response.text(200, "never") : overflow(depth + 1 - depth % 2);
    }

    @Test
    void pathIsGivenWithAndWithoutItsPrefix() throws IOException {
        assertThat(get(port, "/Maths/pdf").text()).isEqualTo("GET false [Maths, pdf]\n");
        assertThat(get(port, "/api/Maths/pdf/").text()).isEqualTo("GET true [Maths, pdf]\n");
        assertThat(get(port, "/api").text()).isEqualTo("GET true []\n");
        assertThat(get(port, "/apifoo").text()).isEqualTo("GET false [apifoo]\n");
        assertThat(get(port, "/").text()).isEqualTo("GET false []\n");
    }

    @Test
    void everyAnswerCarriesTheStandardHeaders() throws IOException {
        for (String path : new String[] {"/", "/empty", "/refuse", "/fail", "/tagged", "/%00", "//x/y"}) {
            assertThat(get(port, path).header("X-Content-Type-Options"))
                    .as(path)
                    .isEqualTo("nosniff");
        }
    }

    @Test
    void headHasTheLengthAndNoBody() throws IOException {
        try (RawClient client = new RawClient(port)) {
            Answer head = client.exchange(request("HEAD", "/Maths", ""));
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length")).isEqualTo("19");
            // What comes next on the connection is the next answer, so the first one had no body.
            assertThat(client.exchange(request("GET", "/empty", "")).status()).isEqualTo(200);
        }
    }

    @Test
    void emptyAnswerHasALength() throws IOException {
        assertThat(get(port, "/empty").header("Content-Length")).isEqualTo("0");
    }

    @Test
    void connectionIsUsedAgain() throws IOException {
        try (RawClient client = new RawClient(port)) {
            for (int i = 0; i < 50; i++) {
                assertThat(client.exchange(request("POST", "/echo", "number " + i))
                                .text())
                        .isEqualTo("number " + i);
            }
        }
    }

    @Test
    void refusalIsOneLineForAPerson() throws IOException {
        Answer answer = get(port, "/refuse");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.header("X-Why")).isEqualTo("because");
        assertThat(answer.text()).isEqualTo("It is \"wrong\" <so>.\n");
    }

    @Test
    void refusalIsAProblemForAProgram() throws IOException {
        for (Answer answer : new Answer[] {
            get(port, "/api/refuse"),
            get(port, "/refuse", "Accept: application/json"),
            get(port, "/refuse", "Accept: text/x, application/problem+json;q=0.5")
        }) {
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            JsonNode problem = new ObjectMapper().readTree(answer.body());
            assertThat(problem.get("status").intValue()).isEqualTo(422);
            assertThat(problem.get("title").textValue()).isEqualTo("Unprocessable Content");
            assertThat(problem.get("detail").textValue()).isEqualTo("It is \"wrong\" <so>.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fail", "/io", "/overflow", "/memory", "/header", "/api/fail"})
    void faultSaysNothingToTheClient(String path) throws IOException {
        Answer answer = get(port, path);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text())
                .contains("server's log")
                .doesNotContain("/home", "Exception", "OutOfMemory", "pretended");
        assertThat(get(port, "/").status()).isEqualTo(200);
    }

    @Test
    void answerThatCannotBeSentClosesTheConnection() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.write(request("GET", "/unreadable", ""));
            assertThat(client.isClosedByServer()).isTrue();
        }
        assertThat(get(port, "/").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%2e%2e/x", "/a%00", "/a/%c3", "/api/../x"})
    void hostileAddressIsRefused(String target) throws IOException {
        assertThat(get(port, target).status()).isEqualTo(400);
    }

    @Test
    void hostileAddressBelowThePrefixIsAProblem() throws IOException {
        assertThat(get(port, "/api/a%00").header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void doubleSlashIsNoAddress() throws IOException {
        assertThat(get(port, "//Maths/pdf").status()).isEqualTo(404);
        assertThat(get(port, "/Maths//pdf").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: five\r\n\r\n",
                "GET\r\n\r\n",
                "GET /a|b\\c HTTP/1.1\r\nHost: a\r\n\r\n"
            })
    void malformedRequestIsRefused(String request) throws IOException {
        assertThat(send(port, request).status()).isEqualTo(400);
    }

    @Test
    void oldClientNeedsNoHost() throws IOException {
        assertThat(send(port, "GET / HTTP/1.0\r\n\r\n").status()).isEqualTo(200);
    }

    @Test
    void hugeHeadersAreNotRead() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.write("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(100_000));
            assertThat(client.isClosedByServer()).isTrue();
        }
        assertThat(get(port, "/").status()).isEqualTo(200);
    }

    @Test
    void unchangedAnswerIsNotSentAgain() throws IOException {
        Answer first = get(port, "/tagged");
        String tag = first.header("ETag");
        assertThat(tag).matches("\"[0-9a-f]+\"");
        try (RawClient client = new RawClient(port)) {
            for (String condition : new String[] {tag, "W/" + tag, "\"x\", " + tag, "*"}) {
                Answer again = client.exchange(request("GET", "/tagged", "", "If-None-Match: " + condition));
                assertThat(again.status()).as(condition).isEqualTo(304);
                assertThat(again.header("ETag")).isEqualTo(tag);
                assertThat(again.header("X-Content-Type-Options")).isEqualTo("nosniff");
            }
            assertThat(client.exchange(request("HEAD", "/tagged", "", "If-None-Match: " + tag))
                            .status())
                    .isEqualTo(304);
            assertThat(client.exchange(request("GET", "/tagged", "", "If-None-Match: \"other\""))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void partsAreOnlyOfWhatOffersThem() throws IOException {
        assertThat(get(port, "/tagged", "Range: bytes=0-1").status()).isEqualTo(200);
    }

    @Test
    void bodyNobodyAskedForDoesNotDisturbTheNextRequest() throws IOException {
        try (RawClient client = new RawClient(port)) {
            assertThat(client.exchange(request("GET", "/Maths", "x".repeat(60_000)))
                            .status())
                    .isEqualTo(200);
            assertThat(client.exchange(request("POST", "/Maths", "x".repeat(1_000_000)))
                            .status())
                    .isEqualTo(200);
            assertThat(client.exchange(request("GET", "/Maths", "")).text()).isEqualTo("GET false [Maths]\n");
        }
    }

    @Test
    void portInUseAndUnknownHostAreTold() {
        assertThatThrownBy(() -> Server.listen(settings("localhost", port))).isInstanceOf(BindException.class);
        assertThatThrownBy(() -> Server.listen(settings("no such host", 0))).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void stopsAtOnceWhenIdle() {
        long start = System.nanoTime();
        server.close();
        server.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThatThrownBy(() -> get(port, "/")).isInstanceOf(IOException.class);
    }

    private ServerSettings settings(String host, int port) {
        return new ServerSettings(host, port, "api", Map.of(), folder);
    }
}
