package ci.galley.support.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a stream of events, as a page does. */
public final class EventReader implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** An event; at the end of the stream one of the type {@code end}. */
    public record Event(String type, @Nullable String id, String data) {}

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicInteger comments = new AtomicInteger();
    private final HttpResponse<InputStream> response;

    public EventReader(URI address, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        try {
            response = CLIENT.send(
                    (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        Thread thread = new Thread(this::read, "event-reader");
        thread.setDaemon(true);
        thread.start();
    }

    public int status() {
        return response.statusCode();
    }

    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    public int comments() {
        return comments.get();
    }

    /** The next event. */
    public Event next() {
        try {
            Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no event within " + PATIENCE_SECONDS + " s");
            }
            return event;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** All events until the first that is wanted, which is the last of them. */
    public List<Event> until(Predicate<Event> wanted) {
        List<Event> seen = new ArrayList<>();
        Event event;
        do {
            event = next();
            seen.add(event);
            if (event.type().equals("end") && !wanted.test(event)) {
                throw new AssertionError("the stream ended after " + seen);
            }
        } while (!wanted.test(event));
        return seen;
    }

    private void read() {
        String end = "in order";
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String type = "";
            String id = null;
            String data = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(":")) {
                    comments.incrementAndGet();
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty() && !type.isEmpty()) {
                    events.add(new Event(type, id, data));
                    type = "";
                    id = null;
                }
            }
        } catch (IOException e) {
            end = "cut";
        }
        events.add(new Event("end", null, end));
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            // It is over either way.
        }
    }
}
