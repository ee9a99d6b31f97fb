package ci.galley.support.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends answers: whole, in part, or that nothing has changed. */
final class Responder {
    /** The JDK's stream keeps a buffer of twice that for every connection, and a direct one of that for every thread. */
    private static final int BUFFER = 32 << 10;

    /** A client that is still sending when it is refused reads the answer only afterwards: so much is read of it. */
    private static final long MOST_DRAINED = 64L << 20;

    /** What {@code sendResponseHeaders} takes for "no body"; 0 would mean a body of unknown length. */
    private static final int NO_BODY = -1;

    private static final Buffers BUFFERS = new Buffers(BUFFER);

    private final Headers standardHeaders = new Headers();

    Responder(Map<String, String> standardHeaders) {
        standardHeaders.forEach(this.standardHeaders::set);
    }

    /**
     * Sends an answer and frees its content.
     *
     * @throws IOException if the client went away, was too slow, or the content cannot be read: the connection is to be
     *     closed
     */
    void send(HttpExchange exchange, Response response, Progress progress) throws IOException {
        try (Response.Content content = response.content()) {
            progress.enter(Progress.Phase.WRITING);
            Headers headers = setHeaders(exchange, response);
            String tag = response.headers().getFirst("ETag");
            if (isUnchanged(exchange, response, tag)) {
                headers.remove("Content-Type");
                exchange.sendResponseHeaders(304, NO_BODY);
            } else if (exchange.getRequestMethod().equals("HEAD")) {
                headers.set("Content-Length", String.valueOf(content.length()));
                exchange.sendResponseHeaders(response.status(), NO_BODY);
            } else {
                Optional<ByteRange> range = range(exchange, response, tag);
                if (range.isPresent()) {
                    sendPart(exchange, content, range.get(), progress);
                } else {
                    sendBytes(exchange, response.status(), content, new ByteRange(0, content.length()), progress);
                }
            }
        }
    }

    Headers setHeaders(HttpExchange exchange, Response response) {
        Headers headers = exchange.getResponseHeaders();
        headers.putAll(standardHeaders);
        headers.putAll(response.headers());
        return headers;
    }

    private static boolean isUnchanged(HttpExchange exchange, Response response, @Nullable String tag) {
        String method = exchange.getRequestMethod();
        if (tag == null || response.status() != 200 || !(method.equals("GET") || method.equals("HEAD"))) {
            return false;
        }
        List<String> conditions = exchange.getRequestHeaders().get("If-None-Match");
        return conditions != null && EntityTags.anyMatches(conditions, tag);
    }

    /** The part that is asked for; only {@code GET} knows parts (RFC 9110, section 14.2). */
    private static Optional<ByteRange> range(HttpExchange exchange, Response response, @Nullable String tag) {
        if (response.status() != 200
                || !response.headers().containsKey("Accept-Ranges")
                || !exchange.getRequestMethod().equals("GET")) {
            return Optional.empty();
        }
        List<String> fields = exchange.getRequestHeaders().get("Range");
        if (fields == null || fields.size() != 1) {
            return Optional.empty();
        }
        String condition = exchange.getRequestHeaders().getFirst("If-Range");
        // Compared strongly: a date or another tag means that the client's other parts are of another version.
        if (condition != null && !condition.trim().equals(tag)) {
            return Optional.empty();
        }
        return ByteRange.parse(fields.get(0), response.content().length());
    }

    private static void sendPart(HttpExchange exchange, Response.Content content, ByteRange range, Progress progress)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Range", range.contentRange(content.length()));
        sendBytes(exchange, range.isSatisfiable() ? 206 : 416, content, range, progress);
    }

    private static void sendBytes(
            HttpExchange exchange, int status, Response.Content content, ByteRange range, Progress progress)
            throws IOException {
        exchange.sendResponseHeaders(status, range.count() == 0 ? NO_BODY : range.count());
        if (range.count() == 0) {
            return;
        }
        try (InputStream bytes = content.open()) {
            bytes.skipNBytes(range.from());
            OutputStream out = exchange.getResponseBody();
            copy(bytes, out, range.count(), progress);
            out.flush();
            drain(exchange.getRequestBody(), progress);
            out.close();
        }
    }

    private static void copy(InputStream from, OutputStream to, long count, Progress progress) throws IOException {
        byte[] buffer = count < BUFFER ? new byte[(int) count] : BUFFERS.take();
        long left = count;
        while (left > 0) {
            int read = from.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
            if (read == 0) {
                throw new IOException("the content is shorter than it said");
            }
            to.write(buffer, 0, read);
            progress.moved();
            left -= read;
        }
        if (buffer.length == BUFFER) {
            BUFFERS.give(buffer);
        }
    }

    /** Reads what the handler left of the request: to close a connection with bytes unread takes the answer with it. */
    private static void drain(InputStream request, Progress progress) throws IOException {
        progress.enter(Progress.Phase.READING);
        long left = MOST_DRAINED;
        try {
            if (request.read() < 0) {
                return; // as always but when it was refused: no need for a buffer
            }
            byte[] buffer = new byte[BUFFER / 4];
            int read;
            while (left > 0 && (read = request.read(buffer)) >= 0) {
                left -= read;
            }
        } catch (RuntimeException e) {
            throw new IOException("malformed chunk", e);
        }
    }
}
