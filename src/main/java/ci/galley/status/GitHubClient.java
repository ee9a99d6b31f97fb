package ci.galley.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Sends commit statuses, one request at a time. For use by one thread. */
final class GitHubClient implements AutoCloseable {
    static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);

    /** GitHub supports each version for at least two years after the next one came; Enterprise knows only this one. */
    static final String API_VERSION = "2022-11-28";

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_OF_A_MESSAGE = 200;

    private final GitHubSettings settings;
    private final Duration limit;
    private @Nullable ThreadPoolExecutor executor;
    private @Nullable HttpClient http;

    GitHubClient(GitHubSettings settings) {
        this(settings, REQUEST_LIMIT);
    }

    /**
     * @param limit how long a request may take, from connecting to the end of the answer
     */
    GitHubClient(GitHubSettings settings, Duration limit) {
        this.settings = settings;
        this.limit = limit;
    }

    /** Where the status of a commit is posted to. */
    URI address(CommitStatus status) {
        String[] names = status.repository().split("/", 2);
        return URI.create(settings.api().toString().replaceAll("/+$", "") + "/repos/" + segment(names[0]) + "/"
                + segment(names[1]) + "/statuses/" + status.commit());
    }

    /**
     * Posts a status, following no redirect.
     *
     * @param to on the host of {@code GITHUB_API}
     * @throws IOException if there is no answer within the limit
     */
    Answer post(URI to, CommitStatus status) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(to)
                .header("Authorization", "Bearer " + settings.token())
                .header("Accept", "application/vnd.github+json")
                .header("Content-Type", "application/json")
                .header("X-GitHub-Api-Version", API_VERSION)
                .header("User-Agent", "galley/" + settings.version())
                .POST(HttpRequest.BodyPublishers.ofByteArray(status.json()))
                .build();
        HttpResponse<byte[]> response = await(http().sendAsync(request, head -> new BodyBeginning()));
        return new Answer(
                response.statusCode(), to, response.headers()::firstValue, sanitize(message(response.body())));
    }

    GitHubSettings settings() {
        return settings;
    }

    /** Why there was no answer, for the server's log. */
    String describe(IOException failure) {
        if (failure instanceof HttpTimeoutException) {
            return sanitize(failure.getMessage());
        }
        if (failure instanceof ConnectException) {
            boolean unknown = failure.getCause() instanceof UnresolvedAddressException;
            return unknown ? "its name has no address (DNS)" : "it takes no connection";
        }
        return sanitize(failure.toString());
    }

    /** What may be said of text from elsewhere: one line, and without the token, should it be in there. */
    String sanitize(@Nullable String text) {
        return text == null ? "" : OneLine.of(text.replace(settings.token(), "[TOKEN]"), MOST_OF_A_MESSAGE);
    }

    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The limit covers the body, too, which {@link HttpRequest#timeout} does not. */
    private <T> T await(CompletableFuture<T> answer) throws IOException, InterruptedException {
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no answer within " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    /** Made when the first status is sent, and small: one thread that ends when it is idle, HTTP/1.1 alone. */
    private HttpClient http() {
        if (http == null) {
            executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "github-client");
                thread.setDaemon(true);
                return thread;
            });
            executor.allowCoreThreadTimeOut(true);
            http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_LIMIT)
                    .executor(executor)
                    .build();
        }
        return http;
    }

    /** The {@code message} of GitHub's errors; nothing where the body is something else. */
    private static @Nullable String message(byte[] body) {
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("message") && value == JsonToken.VALUE_STRING) {
                    return json.getText();
                }
                json.skipChildren();
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        if (executor != null) {
            executor.shutdownNow();
        }
        http = null;
    }
}
