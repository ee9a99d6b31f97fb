package ci.galley.support.http;

import static ci.galley.support.http.RawClient.get;
import static ci.galley.support.http.RawClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import ci.galley.support.http.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ServerFilesTest {
    private static final int LARGE = 12 << 20;

    @TempDir
    Path folder;

    private Server server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        server = Server.listen(new ServerSettings("localhost", 0, "api", Map.of(), folder));
        server.serve(this::serveFile);
        port = server.port();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Response serveFile(Request request) throws IOException {
        try {
            return Response.file(
                    "application/pdf", folder.resolve(request.segments().get(0)));
        } catch (NoSuchFileException e) {
            throw new HttpException(404, "no file");
        }
    }

    @Test
    void wholeFileIsServed() throws IOException {
        byte[] content = random("whole", LARGE);
        Answer answer = get(port, "/whole");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(answer.body()).isEqualTo(content);
    }

    @Test
    void emptyFileIsServed() throws IOException {
        Files.createFile(folder.resolve("empty"));
        assertThat(get(port, "/empty").status()).isEqualTo(200);
        Answer part = get(port, "/empty", "Range: bytes=0-");
        assertThat(part.status()).isEqualTo(416);
        assertThat(part.header("Content-Range")).isEqualTo("bytes */0");
    }

    @Test
    void partsAreServed() throws IOException {
        byte[] content = random("parts", 100_000);
        try (RawClient client = new RawClient(port)) {
            Answer middle = client.exchange(request("GET", "/parts", "", "Range: bytes=50000-89999"));
            assertThat(middle.status()).isEqualTo(206);
            assertThat(middle.header("Content-Range")).isEqualTo("bytes 50000-89999/100000");
            assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(content, 50_000, 90_000));
            Answer end = client.exchange(request("GET", "/parts", "", "Range: bytes=-10"));
            assertThat(end.body()).isEqualTo(Arrays.copyOfRange(content, 99_990, 100_000));
            Answer rest = client.exchange(request("GET", "/parts", "", "Range: bytes=99990-"));
            assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(content, 99_990, 100_000));
            Answer behind = client.exchange(request("GET", "/parts", "", "Range: bytes=100000-"));
            assertThat(behind.status()).isEqualTo(416);
            assertThat(behind.header("Content-Range")).isEqualTo("bytes */100000");
            Answer several = client.exchange(request("GET", "/parts", "", "Range: bytes=0-1,5-6"));
            assertThat(several.status()).isEqualTo(200);
            assertThat(several.body()).hasSize(100_000);
            Answer head = client.exchange(request("HEAD", "/parts", "", "Range: bytes=0-1"));
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length")).isEqualTo("100000");
        }
    }

    @Test
    void partOfAnotherVersionIsNotMixedIn() throws IOException {
        random("version", 1000);
        String tag = get(port, "/version").header("ETag");
        assertThat(get(port, "/version", "Range: bytes=0-9", "If-Range: " + tag).status())
                .isEqualTo(206);
        assertThat(get(port, "/version", "Range: bytes=0-9", "If-Range: \"old\"")
                        .status())
                .isEqualTo(200);
        assertThat(get(port, "/version", "Range: bytes=0-9", "If-Range: W/" + tag)
                        .status())
                .isEqualTo(200);
        assertThat(get(port, "/version", "Range: bytes=0-9", "If-Range: Sun, 06 Nov 1994 08:49:37 GMT")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void unchangedFileIsNotSentAgainAndAChangedOneIs() throws IOException {
        random("tag", 1000);
        String tag = get(port, "/tag").header("ETag");
        assertThat(get(port, "/tag", "If-None-Match: " + tag, "Range: bytes=0-1")
                        .status())
                .isEqualTo(304);
        replace("tag", 1000);
        Answer changed = get(port, "/tag", "If-None-Match: " + tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void growingFileHasANewTagAndIsServedAsFarAsItGoes() throws IOException {
        random("log", 1000);
        String tag = get(port, "/log").header("ETag");
        Files.writeString(folder.resolve("log"), "more", StandardOpenOption.APPEND);
        Answer more = get(port, "/log", "If-None-Match: " + tag);
        assertThat(more.status()).isEqualTo(200);
        assertThat(more.body()).hasSize(1004);
    }

    @Test
    void fileThatIsReplacedDuringTheDownloadArrivesWhole() throws IOException {
        byte[] old = random("moving", LARGE);
        try (RawClient client = new RawClient(port)) {
            client.write(request("GET", "/moving", ""));
            Answer head = client.readHead();
            replace("moving", 5);
            assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(LARGE));
            assertThat(client.in().readNBytes(LARGE)).isEqualTo(old);
        }
        assertThat(get(port, "/moving").body()).hasSize(5);
    }

    @Test
    void fileThatIsDeletedDuringTheDownloadArrivesWhole() throws IOException {
        byte[] old = random("deleted", LARGE);
        try (RawClient client = new RawClient(port)) {
            client.write(request("GET", "/deleted", ""));
            client.readHead();
            Files.delete(folder.resolve("deleted"));
            assertThat(client.in().readNBytes(LARGE)).isEqualTo(old);
        }
        assertThat(get(port, "/deleted").status()).isEqualTo(404);
    }

    @Test
    void fileThatIsCutDuringTheDownloadEndsTheConnection() throws IOException {
        random("cut", LARGE);
        try (RawClient client = new RawClient(port)) {
            client.write(request("GET", "/cut", ""));
            client.readHead();
            Files.write(folder.resolve("cut"), new byte[0]);
            assertThat(client.in().readAllBytes()).hasSizeLessThan(LARGE);
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void onlyPlainFilesAreServed() throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));
        Files.createDirectory(folder.resolve("folder"));
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("fifo").toString())
                        .start()
                        .waitFor())
                .isZero();
        for (String name : new String[] {"link", "folder", "fifo", "nothing"}) {
            assertThat(get(port, "/" + name).status()).as(name).isEqualTo(404);
        }
    }

    private byte[] random(String name, int length) throws IOException {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        Files.write(folder.resolve(name), content);
        return content;
    }

    private void replace(String name, int length) throws IOException {
        random(name + ".new", length);
        Files.move(folder.resolve(name + ".new"), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
