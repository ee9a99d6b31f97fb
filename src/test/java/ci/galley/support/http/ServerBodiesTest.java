package ci.galley.support.http;

import static ci.galley.support.http.RawClient.get;
import static ci.galley.support.http.RawClient.request;
import static ci.galley.support.http.RawClient.send;
import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.support.http.RawClient.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerBodiesTest {
    private static final int MOST = 1 << 20;

    @TempDir
    Path folder;

    private Server server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        server = Server.listen(new ServerSettings("localhost", 0, "api", Map.of(), folder));
        server.serve(request -> sums(request, MOST));
        port = server.port();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Length and checksum of the body, read twice, so that a test need not send it back. */
    static Response sums(Request request, long most) throws IOException {
        Request.Body body = request.body(most);
        long first = checksum(body.open());
        long second = checksum(body.open());
        return Response.text(200, body.length() + " " + first + " " + (first == second));
    }

    static long checksum(InputStream stream) throws IOException {
        CRC32 sum = new CRC32();
        byte[] buffer = new byte[8192];
        int read;
        try (stream) {
            while ((read = stream.read(buffer)) >= 0) {
                sum.update(buffer, 0, read);
            }
        }
        return sum.getValue();
    }

    private static String sums(String body) {
        CRC32 sum = new CRC32();
        sum.update(body.getBytes(StandardCharsets.ISO_8859_1));
        return body.length() + " " + sum.getValue() + " true\n";
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 200_000, MOST})
    void bodyIsReadWhole(int length) throws IOException {
        String body = "0123456789".repeat(length / 10 + 1).substring(0, length);
        assertThat(send(port, request("POST", "/", body)).text()).isEqualTo(sums(body));
        assertThat(filesLeft()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_537, MOST})
    void chunkedBodyIsReadWhole(int length) throws IOException {
        String body = "x".repeat(length);
        String chunks = Integer.toHexString(length) + "\r\n" + body + "\r\n0\r\n\r\n";
        assertThat(send(port, chunked(chunks)).text()).isEqualTo(sums(body));
    }

    @Test
    void tooLargeBodyIsRefusedBeforeItIsSent() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + (MOST + 1) + "\r\n\r\n");
            assertThat(client.read(false).status()).isEqualTo(413);
        }
    }

    @Test
    void clientThatSendsTooMuchReadsItsRefusal() throws IOException {
        Answer answer = send(port, request("POST", "/", "x".repeat(26 << 20)));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).contains("1 MiB");
        String chunk = "x".repeat(1 << 20);
        String chunks = ("100000\r\n" + chunk + "\r\n").repeat(5) + "0\r\n\r\n";
        assertThat(send(port, chunked(chunks)).status()).isEqualTo(413);
        assertThat(filesLeft()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "GZIP", "identity, gzip"})
    void encodedBodyIsRefused(String encoding) throws IOException {
        assertThat(send(port, request("POST", "/", "abc", "Content-Encoding: " + encoding))
                        .status())
                .isEqualTo(415);
        assertThat(send(port, request("POST", "/", "abc", "Content-Encoding: identity"))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FFFFFFFFF\r\nabc",
                "80000000\r\nabc",
                "FFFFFFFF\r\nabc\r\n0\r\n\r\n",
                "-1\r\nabc",
                "zz\r\nabc",
                "11111111111111111111\r\nabc",
                "3\r\nabcdef\r\n0\r\n\r\n"
            })
    void absurdChunkIsRefused(String chunks) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.write(chunked(chunks));
            client.endOutput();
            assertThat(client.read(false).status()).isEqualTo(400);
            assertThat(client.isClosedByServer()).isTrue();
        }
        assertThat(get(port, "/").status()).isEqualTo(200);
    }

    @Test
    void bodyThatIsCutShortIsRefused() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc");
            client.endOutput();
            assertThat(client.read(false).status()).isEqualTo(400);
        }
    }

    @Test
    void longBodyOfARequestThatNeedsNoneIsRefused() throws IOException {
        assertThat(send(port, request("GET", "/", "x".repeat(70_000))).status()).isEqualTo(413);
    }

    @Test
    void clientThatAsksFirstIsToldToContinue() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.write("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(client.readHead().status()).isEqualTo(100);
            client.write("abc");
            assertThat(client.read(false).text()).isEqualTo(sums("abc"));
        }
    }

    private static String chunked(String chunks) {
        return "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
    }

    private long filesLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
