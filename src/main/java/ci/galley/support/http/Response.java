package ci.galley.support.http;

import com.sun.net.httpserver.Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * An answer. {@code HEAD}, {@code If-None-Match} and {@code Range} are the server's business, not the handler's.
 *
 * @param headers the fields besides {@code Content-Length}, in the JDK's own form, which Java 17 takes as it is: to spell
 *     their names takes time, and an answer may be sent many times; a field {@code ETag} makes the answer conditional, a
 *     field {@code Accept-Ranges} lets clients have a part of it
 */
public record Response(int status, Headers headers, Content content) {
    public Response {
        Headers copy = new Headers();
        copy.putAll(headers);
        headers = copy;
    }

    /** The bytes of an answer. */
    public interface Content extends AutoCloseable {
        long length();

        /** A stream over the bytes, which the server closes. */
        InputStream open() throws IOException;

        /** Frees what holds the bytes, once the answer is sent or given up. */
        @Override
        default void close() throws IOException {}
    }

    public static Response of(int status, String contentType, byte[] bytes) {
        return new Response(status, headers("Content-Type", contentType), new Content() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        });
    }

    /** Bytes that a client may keep for as long as they stay the same: with a tag made from them. */
    public static Response tagged(int status, String contentType, byte[] bytes) {
        return of(status, contentType, bytes).header("ETag", EntityTags.of(bytes));
    }

    /**
     * A plain file as it is now: opened here, once, so that a file which is renamed over it meanwhile does not mix with
     * it. In parts, if the client likes.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file, or it is a link, a folder or a device
     */
    public static Response file(String contentType, Path file) throws IOException {
        FileContent content = FileContent.open(file);
        return new Response(
                200, headers("Content-Type", contentType, "ETag", content.tag(), "Accept-Ranges", "bytes"), content);
    }

    /** A file of the jar. */
    public static Response resource(String contentType, Resource resource) {
        return new Response(200, headers("Content-Type", contentType, "ETag", resource.tag()), resource);
    }

    /** A stream of events, which stays open until the client goes or the server stops. */
    public static Response events(EventSource source) {
        return new Response(
                200,
                headers(
                        "Content-Type",
                        "text/event-stream; charset=utf-8",
                        "Cache-Control",
                        "no-store",
                        // nginx would gather events until they fill a buffer
                        "X-Accel-Buffering",
                        "no"),
                new Events(source));
    }

    /** The content of a stream: none that has a length. */
    record Events(EventSource source) implements Content {
        @Override
        public long length() {
            return 0;
        }

        @Override
        public InputStream open() {
            return InputStream.nullInputStream();
        }
    }

    /** One line of plain text. */
    public static Response text(int status, String line) {
        return of(status, "text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The same answer with that field. */
    public Response header(String name, String value) {
        Response changed = new Response(status, headers, content);
        changed.headers.put(name, List.of(value));
        return changed;
    }

    /** Names and values in turn. */
    private static Headers headers(String... fields) {
        Headers headers = new Headers();
        for (int i = 0; i < fields.length; i += 2) {
            headers.put(fields[i], List.of(fields[i + 1]));
        }
        return headers;
    }
}
