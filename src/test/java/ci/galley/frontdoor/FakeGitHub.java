package ci.galley.frontdoor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Stands where GitHub's REST API stands and remembers the commit statuses that it was told. */
final class FakeGitHub implements AutoCloseable {
    /** A commit status as it came. */
    record Status(String path, String state, String description, String target, String authorization) {
        String commit() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    private final HttpServer server;
    private final List<Status> statuses = new CopyOnWriteArrayList<>();
    private final ObjectMapper json = new ObjectMapper();
    private volatile Consumer<Status> arrival = status -> {};

    private FakeGitHub(HttpServer server) {
        this.server = server;
    }

    static FakeGitHub start() {
        try {
            FakeGitHub fake =
                    new FakeGitHub(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            fake.server.createContext("/", fake::take);
            fake.server.start();
            return fake;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    List<Status> statuses() {
        return List.copyOf(statuses);
    }

    /** The statuses of a commit, oldest first. */
    List<Status> statuses(String commit) {
        return statuses.stream()
                .filter(status -> status.commit().equals(commit))
                .toList();
    }

    Optional<Status> last(String commit) {
        List<Status> all = statuses(commit);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** Calls {@code listener} with each status that has come and is not answered yet; the answer waits for it to return. */
    void onArrival(Consumer<Status> listener) {
        arrival = listener;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        JsonNode body = json.readTree(exchange.getRequestBody());
        Status status = new Status(
                exchange.getRequestURI().getPath(),
                body.path("state").asText(),
                body.path("description").asText(),
                body.path("target_url").asText(),
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        statuses.add(status);
        arrival.accept(status);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] answer = "{\"id\": 1}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(201, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
