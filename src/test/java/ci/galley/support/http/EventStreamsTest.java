package ci.galley.support.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("front-door")
class EventStreamsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final List<Source> sources = new CopyOnWriteArrayList<>();
    private final List<RawClient> clients = new ArrayList<>();
    private Server server;

    /** Tells how far it has counted; to {@code /much} with a lot of words. */
    private static final class Source implements EventSource {
        private final String padding;
        private final AtomicInteger count = new AtomicInteger();
        private volatile Runnable wake = () -> {};
        private volatile int told = -1;
        private volatile boolean closed;

        Source(String padding) {
            this.padding = padding;
        }

        @Override
        public void open(Runnable wakeUp) {
            wake = wakeUp;
        }

        void next() {
            count.incrementAndGet();
            wake.run();
        }

        @Override
        public void write(EventWriter to) throws IOException {
            int now = count.get();
            if (now != told) {
                to.send(EventWriter.event("count", "1:" + now, (now + padding).getBytes(StandardCharsets.UTF_8)));
                told = now;
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = Server.listen(new ServerSettings("localhost", 0, "api", Map.of(), folder), PATIENCE);
        server.serve(this::handle);
    }

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
    }

    private Response handle(Request request) {
        Source source =
                switch (request.segments().isEmpty() ? "" : request.segments().get(0)) {
                    case "events" -> new Source("");
                    case "much" -> new Source("x".repeat(1 << 20));
                    default -> null;
                };
        if (source == null) {
            return Response.text(200, "here");
        }
        if (request.method().equals("GET")) {
            sources.add(source);
        }
        return Response.events(source);
    }

    private EventReader reader(String path) {
        return new EventReader(URI.create("http://localhost:" + server.port() + path));
    }

    private void open(int count, String path) throws IOException {
        for (int i = 0; i < count; i++) {
            RawClient client = new RawClient(server.port());
            clients.add(client);
            client.write(RawClient.request("GET", path, ""));
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("http-"))
                .count();
    }

    @Test
    void readerIsToldAtOnceAndWheneverSomethingChanges() {
        try (EventReader reader = reader("/events")) {
            assertThat(reader.header("Content-Type")).startsWith("text/event-stream");
            assertThat(reader.header("Cache-Control")).isEqualTo("no-store");
            assertThat(reader.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(reader.next()).isEqualTo(new EventReader.Event("count", "1:0", "0"));
            sources.get(0).next();
            assertThat(reader.next()).isEqualTo(new EventReader.Event("count", "1:1", "1"));
        }
    }

    @Test
    void nothingIsLostOfManyQuickChanges() {
        try (EventReader reader = reader("/events")) {
            for (int i = 0; i < 10_000; i++) {
                sources.get(0).next();
            }
            List<EventReader.Event> seen = reader.until(event -> event.data().equals("10000"));
            assertThat(seen).hasSizeLessThan(100).doesNotHaveDuplicates();
        }
    }

    @Test
    void nothingIsKeptOfReadersWhoHaveGone() throws Exception {
        long before = connections();
        open(100, "/events");
        await().atMost(LIMIT)
                .until(() -> sources.size() == 100 && sources.stream().allMatch(s -> s.told == 0));
        assertThat(connections()).isGreaterThanOrEqualTo(before + 100);
        for (RawClient client : clients) {
            client.close();
        }
        await().atMost(LIMIT).until(() -> {
            sources.forEach(Source::next);
            return sources.stream().allMatch(source -> source.closed);
        });
        sources.clear(); // which know whom they tell
        await().atMost(LIMIT).until(() -> connections() <= before + 5); // some are on the stacks of threads
    }

    @Test
    void nothingThatAReaderAskedBesidesIsDoneAfterItWasCutOff() throws Exception {
        long before = connections();
        RawClient client = new RawClient(server.port());
        clients.add(client);
        client.write(RawClient.request("GET", "/much", "") + RawClient.request("GET", "/events", ""));
        await().atMost(LIMIT).until(() -> sources.size() == 1);
        await().atMost(LIMIT).until(() -> {
            sources.get(0).next(); // until nothing more fits between the two
            return sources.get(0).closed;
        });
        sources.remove(0);
        await().atMost(LIMIT).until(() -> connections() <= before);
        assertThat(sources).isEmpty();
    }

    /** How many connections the JDK's server keeps in memory. */
    private static long connections() throws JMException {
        Object classes = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        Matcher line = Pattern.compile(" +\\d+: +(\\d+) +\\d+ +sun\\.net\\.httpserver\\.HttpConnection ")
                .matcher(classes.toString());
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }

    @Test
    void openStreamsHoldNoThreads() throws IOException {
        open(200, "/events");
        await().atMost(LIMIT)
                .until(() -> sources.size() == 200 && sources.stream().allMatch(s -> s.told == 0));
        // Those that served the requests go home after ten seconds.
        await().atMost(LIMIT).until(() -> threads() <= 5);
        sources.forEach(Source::next);
        await().atMost(LIMIT).until(() -> sources.stream().allMatch(source -> source.told == 1));
        assertThat(threads()).isLessThanOrEqualTo(9);
        for (RawClient client : clients) {
            assertThat(client.readHead().status()).isEqualTo(200);
        }
    }

    @Test
    void oneTooManyIsToldToComeBackAndFindsRoomLater() throws IOException {
        open(EventStreams.MOST, "/events");
        await().atMost(LIMIT).until(() -> sources.size() == EventStreams.MOST);
        RawClient.Answer refused = RawClient.get(server.port(), "/events");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("10");
        assertThat(RawClient.get(server.port(), "/").text()).isEqualTo("here\n");
        for (RawClient client : clients) {
            client.close();
        }
        // Nobody has anything to say to them: that they have gone is found out because another one asks.
        await().atMost(LIMIT).until(() -> {
            try (EventReader reader = reader("/events")) {
                return reader.status() == 200;
            }
        });
    }

    @Test
    void readersThatDoNotReadDelayNobodyAndAreCutOff() throws IOException {
        open(60, "/much");
        await().atMost(LIMIT).until(() -> sources.size() == 60);
        List<Source> slow = List.copyOf(sources);
        try (EventReader reader = reader("/events")) {
            reader.next();
            Source source = sources.get(sources.size() - 1);
            List<Duration> delays = new ArrayList<>();
            for (int i = 1; i <= 30; i++) {
                slow.forEach(Source::next);
                long start = System.nanoTime();
                source.next();
                reader.next();
                delays.add(Duration.ofNanos(System.nanoTime() - start));
            }
            Collections.sort(delays);
            // The kernel takes the first megabytes for each of them, which keeps the machine busy.
            assertThat(delays.get(15)).isLessThan(Duration.ofSeconds(1));
            await().atMost(LIMIT).until(() -> {
                slow.forEach(Source::next);
                return slow.stream().allMatch(stuck -> stuck.closed);
            });
        }
        assertThat(RawClient.get(server.port(), "/").text()).isEqualTo("here\n");
    }

    @Test
    void stoppingEndsStreamsInOrderAndQuickly() throws IOException {
        open(5, "/much");
        try (EventReader reader = reader("/events")) {
            reader.next();
            await().atMost(LIMIT).until(() -> sources.size() == 6);
            sources.forEach(Source::next);
            long start = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            assertThat(reader.until(event -> event.type().equals("end")))
                    .last()
                    .isEqualTo(new EventReader.Event("end", null, "in order"));
        }
    }

    @Test
    void quietStreamIsKeptOpenByComments() {
        try (EventReader reader = reader("/events")) {
            await().atMost(LIMIT).until(() -> reader.comments() > 1);
            assertThat(reader.next().data()).isEqualTo("0");
        }
    }

    @Test
    void headOpensNoStream() throws IOException {
        assertThat(RawClient.send(server.port(), RawClient.request("HEAD", "/events", ""))
                        .status())
                .isEqualTo(200);
        assertThat(sources).isEmpty();
    }
}
