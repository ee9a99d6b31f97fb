package ci.galley.frontdoor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What broke the predecessor. Tested elsewhere, by the front door as well:
 *
 * <ul>
 *   <li>a {@code .ci.json} that is no JSON, a deleted branch, bad JSON, a missing signature, {@code md5=x}, hostile commits,
 *       an endless loop, a pushed {@code .latexmkrc}, {@code \input{/etc/hostname}}: c01, e03, w23, w01, w03, e07 and e11,
 *       t11, t01, t04 in {@link HostileInputsTest};
 *   <li>a first commit, a forced push, a push to another branch, an unknown commit that became the badge's: {@link PushTest};
 *   <li>half a PDF during a build: {@link AddressesTest#readerDuringABuildGetsAWholePdf};
 *   <li>{@code kill -9} that lost the queue and left latexmk running: {@link StuckBuildTest};
 *   <li>the second of two webhooks that was dropped: {@link BurstTest}.
 * </ul>
 */
@Tag("front-door")
class PredecessorTest {
    private static final String SECRET = "correct horse";
    private static final int MEBI = 1 << 20;
    private static final Pattern HIGH_WATER = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private static Galley galley;
    private static Upstream upstream;

    @BeforeAll
    static void start() {
        galley = Galley.startProgram("SECRET", SECRET);
        upstream = galley.project("Maths");
        galley.build(upstream, upstream.head());
    }

    @AfterAll
    static void stop() {
        galley.close();
    }

    @Test
    void bodyOf100MegabytesIsRefusedAndTakesNoMemory() throws IOException {
        long before = mostMemoryMebibytes();
        RawRequest push = RawRequest.webhook("Maths", SECRET, new byte[0]);
        byte[] whole = push.with("Content-Length", Integer.toString(100 * MEBI)).bytes();
        assertThat(RawHttp.send(galley.port(), hundred(whole, new byte[MEBI])).status())
                .isEqualTo(413);
        byte[] chunked = push.without("Content-Length")
                .add("Transfer-Encoding", "chunked")
                .bytes();
        byte[] chunk = ("100000\r\n" + "x".repeat(MEBI) + "\r\n").getBytes(UTF_8);
        assertThat(RawHttp.send(galley.port(), hundred(chunked, chunk)).status())
                .isEqualTo(413);
        assertThat(mostMemoryMebibytes() - before).isLessThan(50);
    }

    private static List<byte[]> hundred(byte[] head, byte[] part) {
        List<byte[]> request = new ArrayList<>(List.of(head));
        request.addAll(Collections.nCopies(100, part));
        return request;
    }

    /** u07: more than the server has threads, and then a thousand, that send half a request and wait; and one that is idle. */
    @Test
    void connectionsThatDoNothingStopNobodyAndAreEnded() throws IOException, InterruptedException {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int count : List.of(1, 4, 1000)) {
                open(idle, count);
                // who comes in the middle of the crowd may be behind it; the next try is not
                await("a badge").atMost(Duration.ofSeconds(10)).until(PredecessorTest::badgeComes);
                for (int i = 0; i < 10; i++) {
                    assertThat(badgeComes()).isTrue();
                }
            }
            await("their end")
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> idle.stream().allMatch(PredecessorTest::isEnded));
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    /** Over a connection of its own, within a second and what a busy machine needs. */
    private static boolean badgeComes() throws InterruptedException {
        HttpRequest badge = HttpRequest.newBuilder(galley.address("/api/Maths/svg"))
                .timeout(Duration.ofSeconds(3))
                .build();
        try {
            return HttpClient.newHttpClient()
                            .send(badge, BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void open(List<Socket> idle, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), galley.port());
            idle.add(socket);
            if (count > 1) {
                socket.getOutputStream().write("GET /api/Maths/svg HT".getBytes(UTF_8));
            }
        }
    }

    private static boolean isEnded(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }

    /** The most that the daemon has had in memory so far. */
    private static long mostMemoryMebibytes() {
        try {
            String status = Files.readString(
                    Path.of("/proc", Long.toString(galley.program().handle().pid()), "status"));
            Matcher matcher = HIGH_WATER.matcher(status);
            assertThat(matcher.find()).isTrue();
            return Long.parseLong(matcher.group(1)) >> 10;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
