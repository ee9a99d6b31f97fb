package ci.galley.support.http;

import static ci.galley.support.http.RawClient.get;
import static ci.galley.support.http.RawClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SlowClientsTest {
    private static final int LARGE = 32 << 20;
    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final Duration FREED = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private final List<RawClient> slow = new ArrayList<>();
    private final CountDownLatch givenUp = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private Server server;
    private int port;

    private static List<String> halfRequests() {
        return List.of(
                "",
                "GET / HT",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX-Half: ",
                "POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999\r\n\r\nhalf",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\nabc",
                "POST /body HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n");
    }

    @BeforeEach
    void start() throws IOException {
        Files.write(folder.resolve("large"), new byte[LARGE]);
        server = Server.listen(new ServerSettings("localhost", 0, "api", Map.of(), folder), PATIENCE);
        server.serve(this::handle);
        port = server.port();
    }

    @AfterEach
    void stop() throws IOException {
        released.countDown();
        for (RawClient client : slow) {
            client.close();
        }
        server.close();
    }

    private Response handle(Request request) throws IOException, InterruptedException {
        return switch (String.join("/", request.segments())) {
            case "large" -> large(Response.file("application/pdf", folder.resolve("large")));
            case "work" -> {
                released.await();
                yield Response.text(200, "worked");
            }
            case "body" -> ServerBodiesTest.sums(request, 1 << 20);
            default -> Response.text(200, "here");
        };
    }

    /** The same file, but it is seen when the server lets go of it. */
    private Response large(Response file) {
        return new Response(200, file.headers(), new Response.Content() {
            @Override
            public long length() {
                return LARGE;
            }

            @Override
            public InputStream open() throws IOException {
                return file.content().open();
            }

            @Override
            public void close() throws IOException {
                file.content().close();
                givenUp.countDown();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("halfRequests")
    void halfRequestsDoNotStopTheServer(String half) throws IOException {
        open(300, half);
        assertAnswersInTime();
    }

    @Test
    void halfRequestsAreEnded() throws IOException {
        for (String half : halfRequests()) {
            open(30, half);
        }
        assertAnswersInTime();
        long start = System.nanoTime();
        assertThat(slow)
                .allSatisfy(client -> assertThat(client.isClosedByServer()).isTrue());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(FREED);
    }

    @Test
    void thousandHalfRequestsDoNotStopTheServer() throws IOException {
        open(1000, "GET / HTTP/1.1\r\nHost: loc");
        assertAnswersInTime();
    }

    @Test
    void readersThatDoNotReadDoNotStopTheServer() throws IOException {
        open(Workers.MOST_RUNNING + 100, request("GET", "/large", ""));
        // The kernel first takes some megabytes for each of them, which keeps the machine busy.
        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> get(port, "/").text().equals("here\n"));
        assertAnswersInTime();
    }

    @Test
    void readerThatDoesNotReadIsCutOffEvenIfNobodyWaits() throws IOException {
        open(1, request("GET", "/large", ""));
        await().atMost(Duration.ofSeconds(10)).until(() -> givenUp.getCount() == 0);
        assertThat(slow.get(0).in().readAllBytes()).hasSizeLessThan(LARGE);
    }

    @Test
    void readerThatDoesNotReadIsCutOffWhileOtherThreadsAreIdle() throws Exception {
        ExecutorService clients = Executors.newCachedThreadPool();
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                answers.add(clients.submit(() -> get(port, "/work").text()));
            }
            released.countDown();
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("worked\n");
            }
        } finally {
            clients.shutdownNow();
        }
        open(1, request("GET", "/large", ""));
        await().atMost(Duration.ofSeconds(10)).until(() -> givenUp.getCount() == 0);
    }

    @Test
    void workIsNotDisturbedByNewcomers() throws Exception {
        ExecutorService clients = Executors.newCachedThreadPool();
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < Workers.MOST_RUNNING + 50; i++) {
                answers.add(clients.submit(() -> get(port, "/work").text()));
            }
            open(300, "GET / HTTP/1.1\r\n");
            released.countDown();
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("worked\n");
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void burstBeyondTheThreadsIsAnsweredWhole() throws Exception {
        ExecutorService clients = Executors.newCachedThreadPool();
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                answers.add(clients.submit(() -> RawClient.send(port, request("POST", "/body", "x".repeat(3000)))
                        .status()));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private void open(int count, String text) throws IOException {
        for (int i = 0; i < count; i++) {
            RawClient client = new RawClient(port);
            slow.add(client);
            try {
                client.write(text);
            } catch (IOException e) {
                // Already made to give way: just as well.
            }
        }
    }

    /** Most of the time: a machine that has much else to do is late now and then, a server without threads always is. */
    private void assertAnswersInTime() throws IOException {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            assertThat(get(port, "/").text()).isEqualTo("here\n");
            times.add(Duration.ofNanos(System.nanoTime() - start));
        }
        Collections.sort(times);
        assertThat(times.get(times.size() / 2)).as(times.toString()).isLessThan(ANSWER);
    }
}
