package ci.galley.support.http;

import static ci.galley.support.http.RawClient.request;
import static ci.galley.support.http.RawClient.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ci.galley.support.http.RawClient.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the heap that {@code scripts/start.sh} gives the daemon. */
class SmallHeapTest {
    @TempDir
    Path folder;

    private Process process;
    private int port;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-Xss256k",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallServer.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        port = Integer.parseInt(output.readLine());
    }

    @AfterEach
    void stop() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Test
    void tenOfTheLargestBodiesFitAtOnce() throws Exception {
        String body = "x".repeat(25 << 20);
        ExecutorService clients = Executors.newFixedThreadPool(10);
        try {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                answers.add(clients.submit(() -> sendLarge(body)));
            }
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().text()).startsWith((25 << 20) + " ").endsWith(" true\n");
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void thousandHalfRequestsFit() throws IOException {
        List<RawClient> halves = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                RawClient half = new RawClient(port);
                halves.add(half);
                half.write("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(i % 2 == 0 ? 1 : 30_000));
            }
            await().atMost(Duration.ofSeconds(10))
                    .ignoreExceptions()
                    .until(() -> send(port, request("GET", "/", "")).status() == 200);
        } finally {
            for (RawClient half : halves) {
                half.close();
            }
        }
        assertThat(process.isAlive()).isTrue();
    }

    private Answer sendLarge(String body) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n");
            byte[] piece = body.substring(0, 1 << 16).getBytes(StandardCharsets.ISO_8859_1);
            for (int sent = 0; sent < body.length(); sent += piece.length) {
                client.write(piece);
            }
            return client.read(false);
        }
    }
}
